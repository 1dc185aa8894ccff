import HomeostatCohort
import Testing

@testable import HomeostatIndices

/// Kinetics of C-peptide: numbers of a second implementation for stated persons.
@Suite("C-peptide kinetics")
struct VanCauterTests {
    @Test("Rate constants of a person with type 2 diabetes")
    func type2Diabetes() {
        let k = VanCauter.rateConstants(.type2Diabetes, age: 60)
        #expect(relativeError(k.k10, 0.0587970938992896) < 1e-13)
        #expect(relativeError(k.k21, 0.048131682418367086) < 1e-13)
        #expect(relativeError(k.k12, 0.06487676760241043) < 1e-13)
    }

    @Test("Volumes by sex")
    func volumes() {
        let surface = VanCauter.surface(kilograms: 69.4, centimetres: 174.4666)
        #expect(relativeError(surface, 1.8373230115320818) < 1e-14)
        #expect(relativeError(VanCauter.volume(isMale: false, surface: surface), 4.079428542800612) < 1e-14)
        #expect(relativeError(VanCauter.volume(isMale: true, surface: surface), 4.167660182141597) < 1e-14)
    }

    @Test("Basal secretion is k10 x V x C-peptide, with the group by body mass index")
    func basalSecretion() throws {
        let index = try Registry.required("isr_basal")
        func rate(_ age: Double, _ male: Double, _ kilograms: Double, _ centimetres: Double) throws -> Double {
            try #require(
                index.outcome([
                    .cPeptide: Measured(500, .picomolesPerLitre), .age: Measured(age, .years),
                    .sex: Measured(male, .none), .weight: Measured(kilograms, .kilograms),
                    .height: Measured(centimetres, .centimetres),
                ]).number)
        }
        let cases: [(age: Double, male: Double, kilograms: Double, centimetres: Double, k10: Double, volume: Double)] =
            [
                (28.1, 0, 69.4, 174.4666, 0.05922026804595348, 4.079428542800612),
                (28.1, 1, 69.4, 174.4666, 0.05922026804595348, 4.167660182141597),
                (35.2, 0, 107.9, 167.8461, 0.06273756291068949, 4.432126135533995),
                (35.2, 1, 107.9, 167.8461, 0.06273756291068949, 4.77773169389664),
            ]
        for (age, male, kilograms, centimetres, k10, volume) in cases {
            let value = try rate(age, male, kilograms, centimetres)
            #expect(relativeError(value, 500 * k10 * volume) < 1e-13)
        }
    }
}
