// The indices that need one row of values, family by family, in the order in which tables list them.

let fastingIndices: [Index] = [
    .fastingInsulin, .reciprocalInsulin, .raynaud,
    .homaIR, .logHomaIR, .homaS, .quicki, .quickiRevised, .firi,
    .glucoseToInsulin, .insulinToGlucose, .basalISI,
    .bennett, .bennettNatural, .bennettDecimal,
    .belfioreBasal, .homaAdiponectin, .turnerRatio, .molarAmendedRatio,
    .spinaGR, .cPeptideSensitivity, .homaFromCPeptide,
    .averageGlucose, .hba1cIFCC,
]

let lipidIndices: [Index] = [
    .mcAuley, .mcAuleyBMI, .disse,
    .tyg, .tygHalfOutside, .tygBMI, .tygWaist, .tygWaistToHeight,
    .triglyceridesToHDL, .atherogenicity, .metsIR, .spise, .spiseIR,
]

let anthropometricIndices: [Index] = [
    .lipidAccumulation, .visceralAdiposity, .dysfunctionalAdiposity, .chineseVisceralAdiposity, .metsVF,
    .cardiometabolic, .bodyMass, .waistToHeight, .waistToHip, .bodyRoundness, .bodyShape, .weightAdjustedWaist,
]

let adiposeIndices: [Index] = [.adipoIR, .belfioreFreeFattyAcids]

let typeOneDiabetesIndices: [Index] = [
    .disposalRateWaist, .disposalRateWaistToHip, .disposalRateBMI, .searchScore, .cactiSensitivity,
    .doseAdjustedHbA1c, .totalDailyDosePerKilogram, .carbohydrateRatio,
]

let secretionIndices: [Index] = [
    .homaB, .spinaGBeta, .cPeptideToGlucose, .suit, .beta2, .proinsulinRatio, .basalSecretion,
    .homaDI, .spinaDI,
    .cPeptideToInsulin,
]
