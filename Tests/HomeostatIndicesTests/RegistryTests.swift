import Foundation
import HomeostatCohort
import HomeostatNumerics
import Testing

@testable import HomeostatIndices

/// What must hold of every declaration.
@Suite("Registry of single-row indices")
struct RegistryTests {
    /// The ids that must be there, computed or declared unavailable.
    static let expectedIDs: Set<String> = Set(
        """
        a1c_ifcc absi adipo_ir aip belfiore_basal belfiore_ffa bennett beta2 bmi bri cacti_eis cmi cp_ins_fasting \
        cpi_fasting cvai dai di_clamp_pai disse eag egdr_bmi egdr_wc egdr_whr fasting_insulin fgir firi homa_ad homa_b \
        homa_cpr20 homa_di homa_ir homa_ir_cp homa_s idaa1c igr inv_fasting_insulin isi_basal isi_cal isr_basal lap \
        log_homa_ir mcauley mcauley_bmi mets_ir mets_vf proinsulin_ratio quicki quicki_revised raynaud search_is \
        spina_di spina_gbeta spina_gr spise spise_ir suit tdd_per_kg tg_hdl turner_aigr tyg tyg_bmi tyg_half_outside \
        tyg_wc tyg_whtr vai whr whtr wwi
        """.split(separator: " ").map(String.init))

    @Test("The 67 indices of one row are declared, and four more")
    func completeness() {
        let computed = Set(Registry.singleRow.map(\.id))
        let unavailable = Set(UnavailableIndex.all.map(\.id))
        #expect(Self.expectedIDs.count == 67)
        #expect(computed.isDisjoint(with: unavailable))
        #expect(
            computed.union(unavailable)
                == Self.expectedIDs.union(["bennett_ln", "bennett_log10", "aigr", "carbohydrate_ratio"]))
    }

    @Test("The reference catalogue holds the same ids", .enabled(if: GoldenFiles.shared != nil, "no reference folder"))
    func catalogue() throws {
        let folder = try #require(GoldenFiles.shared)
        let rows = try GoldenFiles.rows(folder.appending(path: "reference/indices/catalogue.csv"))
        let families = Set(Index.Family.allCases.map(\.rawValue)).subtracting(["dose"])
        let sampling: Set<String> = ["0", "-", "0 (or 30)", "0 or areas"]
        let selected = rows.filter { families.contains($0["family"] ?? "") && sampling.contains($0["sampling"] ?? "") }
        #expect(Set(selected.compactMap { $0["id"] }) == Self.expectedIDs)
        for row in selected {
            guard let id = row["id"], let index = Registry.index(id) else { continue }
            #expect(index.family.rawValue == row["family"])
        }
    }

    @Test("Ids are unique and in snake case")
    func ids() {
        let ids = Registry.singleRow.map(\.id)
        #expect(Set(ids).count == ids.count)
        for id in ids { #expect(id.wholeMatch(of: /[a-z][a-z0-9]*(_[a-z0-9]+)*/) != nil, "\(id)") }
    }

    @Test("Names are unique")
    func names() {
        let names = Registry.singleRow.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test("Inputs fit the formula and the quantities", arguments: Registry.singleRow)
    func inputs(_ index: Index) {
        #expect(index.formula.arity == index.inputs.count + index.parts.count)
        #expect(Set(index.inputs.map(\.quantity)).count == index.inputs.count)
        for input in index.inputs {
            #expect(input.quantity.units.contains(input.unit), "\(index.id): \(input.quantity.rawValue)")
        }
    }

    @Test("Every declaration says where it comes from", arguments: Registry.singleRow)
    func provenance(_ index: Index) {
        let citation = index.citation
        #expect(!citation.author.isEmpty && !citation.source.isEmpty)
        #expect((1950...2030).contains(citation.year))
        if let doi = citation.doi { #expect(doi.wholeMatch(of: /10\.\d{4,9}\/\S+/) != nil) }
        #expect(!index.evidence.sources.isEmpty)
        #expect(!index.text.isEmpty && !index.name.isEmpty)
        for cutoff in index.cutoffs {
            #expect(!cutoff.text.isEmpty && !cutoff.population.isEmpty && !cutoff.source.isEmpty)
        }
    }

    @Test("One DOI belongs to one publication")
    func citations() {
        var owners: [String: String] = [:]
        for citation in Registry.singleRow.map(\.citation) + UnavailableIndex.all.map(\.citation) {
            guard let doi = citation.doi else { continue }
            let owner = "\(citation.author) \(citation.year) \(citation.source)"
            #expect(owners[doi, default: owner] == owner)
            owners[doi] = owner
        }
    }

    @Test("Disagreements are sentences", arguments: Registry.singleRow)
    func sentences(_ index: Index) {
        for sentence in index.disagreements {
            #expect(sentence.hasSuffix(".") && sentence.count > 20, "\(index.id): \(sentence)")
        }
    }

    @Test("No text claims the closed calculator's name", arguments: Registry.singleRow)
    func calculatorName(_ index: Index) {
        let texts =
            [index.id, index.name, index.text, index.citation.text] + index.disagreements + index.evidence.sources
            + index.cutoffs.flatMap { [$0.text, $0.population, $0.source] } + index.examples.map(\.source)
        for text in texts { #expect(!text.contains("HOMA2")) }
    }

    @Test("What has one source, or contradicting ones, is computed only when named")
    func defaults() {
        let named = Set(Registry.singleRow.filter { !$0.isDefault }.map(\.id))
        #expect(
            named == [
                "bennett", "bennett_ln", "bennett_log10", "belfiore_basal", "belfiore_ffa", "homa_ir_cp",
                "mcauley_bmi", "disse", "dai", "cmi", "egdr_bmi", "beta2",
            ])
        for index in Registry.singleRow where index.isDefault {
            #expect(index.evidence.isSufficient && index.evidence.confidence != .low)
        }
    }

    @Test("A variant names an index")
    func variants() {
        for index in Registry.singleRow {
            guard let original = index.variantOf else { continue }
            #expect(Registry.index(original) != nil && original != index.id)
        }
    }

    struct Example: CustomTestStringConvertible, Sendable {
        var index: Index
        var example: WorkedExample
        var testDescription: String { "\(index.id): \(example.source)" }
    }

    static let examples = Registry.singleRow.flatMap { index in
        index.examples.map { Example(index: index, example: $0) }
    }

    @Test("Worked examples", arguments: examples)
    func workedExample(_ example: Example) throws {
        var person: [Quantity: Measured] = [:]
        for input in example.example.inputs { person[input.quantity] = Measured(input.value, input.unit) }
        let value = try #require(example.index.outcome(person).number)
        #expect(abs(value - example.example.expected) <= example.example.tolerance)
    }

    @Test("There are worked examples for the indices that have one in print")
    func exampleCoverage() {
        #expect(
            Set(Self.examples.map(\.index.id)) == [
                "belfiore_basal", "egdr_bmi", "egdr_wc", "egdr_whr", "firi", "homa_ad", "homa_b", "homa_cpr20",
                "homa_ir",
                "igr", "lap", "mcauley", "mets_ir", "mets_vf", "quicki", "raynaud", "spina_gbeta", "spina_gr", "spise",
                "tg_hdl", "tyg", "tyg_bmi", "vai",
            ])
    }
}
