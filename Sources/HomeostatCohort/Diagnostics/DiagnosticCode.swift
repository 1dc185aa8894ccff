/// The stable code of an error or a warning, as `homeostat explain D102` takes it.
///
/// D1xx: a cell. D2xx: columns, quantities and units. D3xx: the file and its structure. D4xx: rows and their identity.
/// D5xx: output. D6xx: usage. D7xx: recorded runs. D8xx: models.
public enum DiagnosticCode: String, Sendable, CaseIterable, Hashable {
    case emptyText = "D101"
    case notANumber = "D102"
    case impossibleValue = "D103"
    case unknownCode = "D104"
    case unknownUnitInRow = "D105"
    case censoredWithoutLimit = "D106"
    case tooManyFailedCells = "D110"

    case missingUnit = "D201"
    case unitOfOtherDimension = "D202"
    case ambiguousColumns = "D203"
    case repeatedColumnName = "D204"
    case unknownColumn = "D205"
    case unknownQuantity = "D206"
    case unknownUnit = "D207"
    case nothingBound = "D208"
    case unsettledSexCodes = "D209"
    case mixedUnits = "D210"
    case questionnaireCode = "D211"
    case medianOutsidePlausible = "D212"
    case swappedColumns = "D213"
    case insulinLooksMolar = "D214"
    case missingQuantity = "D215"
    case conflictingUnits = "D216"
    case tooManyGroups = "D217"

    case noSuchFile = "D301"
    case unreadableFile = "D302"
    case emptyFile = "D303"
    case noRows = "D304"
    case preamble = "D305"
    case fieldCount = "D306"
    case undecodableBytes = "D307"
    case nulByte = "D308"
    case lineTooLong = "D309"
    case unclosedQuote = "D310"
    case damagedFile = "D311"
    case unknownFormat = "D312"
    case textAfterQuote = "D313"
    case decimalMarkUnclear = "D314"
    case tooManyRejectedRows = "D320"

    case conflictingDuplicates = "D401"
    case joinKey = "D402"
    case joinConflict = "D403"
    case timeOnly = "D404"

    case cannotWrite = "D501"
    case outputIsInput = "D502"

    case unknownIndex = "D601"
    case invalidOption = "D602"
    case missingParameter = "D603"

    case notARunFile = "D701"
    case runDiffers = "D702"

    case formulaSyntax = "D801"
    case formulaColumn = "D802"
    case formulaData = "D803"
    case modelNotFitted = "D804"
    case dependentColumns = "D805"
    case internalFault = "D900"
}

/// The exit status of the command line (`sysexits.h` where one fits).
public enum ExitStatus: Int32, Sendable {
    case done = 0
    case doneWithRejects = 3
    case usage = 64
    case data = 65
    case noInput = 66
    case internalFault = 70
    case cannotWrite = 73
    case interrupted = 130
}

extension DiagnosticCode {
    /// The exit status of a run that ends with this error.
    public var exitStatus: ExitStatus {
        switch self {
        case .noSuchFile, .unreadableFile: .noInput
        case .cannotWrite, .outputIsInput: .cannotWrite
        case .unknownIndex, .invalidOption, .missingParameter, .formulaSyntax: .usage
        case .tooManyRejectedRows, .tooManyFailedCells: .doneWithRejects
        case .internalFault: .internalFault
        default: .data
        }
    }

    /// What the code means, what causes it and what to do: the text of `homeostat explain CODE`.
    public var explanation: String {
        switch self {
        case .emptyText:
            """
            Two different rows have no identity: the cells of --id are empty in both. Give every row an identity, drop \
            --id, or say --duplicates keep.
            """
        case .notANumber:
            """
            The text of a cell is not a number. A cell is read whole or not at all: "95 mg/dL", "1,234" and "0x1F" are \
            errors and never 95, 1 or 0. The cell counts as failed, what depends on it is empty with the cause \
            not_a_number. A decimal comma: --decimal , . A code for missing: --na CODE. Otherwise correct the cell.
            """
        case .impossibleValue:
            """
            A value lies outside the range that its quantity can have (a concentration of zero or below, a glucose \
            above 2000 mg/dL). The cell counts as failed with the cause implausible. If many cells are concerned, the \
            unit is probably wrong: see --unit. If zero stands for missing: --na 0.
            """
        case .unknownCode:
            "A code of sex or of a yes/no column is not explained. Give --sex-codes 1=male,2=female, or --preset."
        case .unknownUnitInRow:
            "A cell of the unit column holds no unit of this quantity. Correct it, or give one unit with --unit."
        case .censoredWithoutLimit:
            "A cell says Low, High, Lo or Hi without a limit: it stays empty whatever --lod says."
        case .tooManyFailedCells:
            """
            More cells of a column failed than --max-failed allows (5 % by default). The output was written; the exit \
            status is 3. Look at the first failures: often the unit or the decimal mark is wrong.
            """
        case .missingUnit:
            """
            A column is recognised, but nothing says in which unit it is, and a unit is never guessed. Write it into \
            the name (glucose_mmol_l), into the header "Glucose (mmol/L)", or give --unit COLUMN=UNIT.
            """
        case .unitOfOtherDimension:
            """
            The unit in the name, header or option does not measure this quantity (insulin in U is a dose, not a \
            concentration). Rename the column, or give --map QUANTITY=COLUMN and --unit COLUMN=UNIT.
            """
        case .ambiguousColumns:
            "Two columns stand for one quantity. Say which one: --map QUANTITY=COLUMN."
        case .repeatedColumnName:
            """
            Two columns have the same name, so that a name does not settle which is meant: in the input, or in the \
            output, where a column that --id or --keep passes on is called like an index, flags or reasons.
            """
        case .unknownColumn: "An option names a column that the file does not have. Names are compared exactly first."
        case .unknownQuantity: "An option names a quantity that does not exist. The names are: glucose, insulin, ..."
        case .unknownUnit: "An option names a unit that is not known, or not one of the quantity's units."
        case .nothingBound:
            """
            No column was recognised as a quantity. Give --map QUANTITY=COLUMN and --unit COLUMN=UNIT, or --preset. \
            `homeostat check FILE` lists what was seen.
            """
        case .unsettledSexCodes:
            """
            Sex is coded in numbers, and nothing says which number is which. Give --sex-codes 1=male,2=female, or a \
            preset, or name the column male or female (1/0).
            """
        case .mixedUnits:
            """
            The glucose values fall into two groups, one ordinary in mmol/L and one in mg/dL. A column must have one \
            unit, or a unit for every row in a column of its own. Split the column, or add a unit column \
            (glucose_unit). --map glucose=COLUMN together with --unit COLUMN=UNIT makes a warning of it: the column is \
            then read in that unit, and a value in mg/dL that would be ordinary in mmol/L is unit_suspect.
            """
        case .questionnaireCode:
            """
            A concentration has three or fewer distinct values, all integers: it looks like a questionnaire code \
            (1 yes, 2 no, 9 unknown) and not like a measurement. Map the right column: --map QUANTITY=COLUMN. \
            Together with --unit COLUMN=UNIT for the same column it makes a warning of it.
            """
        case .medianOutsidePlausible: "The median of a column lies outside the plausible range: look at its unit."
        case .swappedColumns:
            "The median glucose is below 30 mg/dL and the median insulin above 80 uU/mL: the columns look swapped."
        case .insulinLooksMolar:
            """
            The median insulin is above 30 uU/mL. Fasting values are near 8 uU/mL; the same numbers in pmol/L would be \
            ordinary. Nothing was converted: if the column is in pmol/L, say so with --unit COLUMN=pmol/L.
            """
        case .missingQuantity: "An index was asked for, and the file has no column for one of its inputs."
        case .conflictingUnits: "Two places give different units for one column. --unit COLUMN=UNIT decides."
        case .tooManyGroups: "The column of --group has more than 1,000 values: it does not tell groups apart."
        case .noSuchFile: "There is no file of this name."
        case .unreadableFile: "The file exists and cannot be read: look at its permissions, or at the disk."
        case .emptyFile: "The file has no bytes."
        case .noRows: "The file has a header and no rows. The output has a header and no rows."
        case .preamble:
            """
            The rows do not have as many fields as the first line: a preamble stands before the header. Give \
            --skip-rows N.
            """
        case .fieldCount: "A row has another number of fields than the header. It is rejected."
        case .undecodableBytes: "A row holds bytes that are no text in the encoding of the file. It is rejected."
        case .nulByte: "A row holds a NUL byte. It is rejected."
        case .lineTooLong: "A row is longer than 1 MiB. It is rejected without being held in memory."
        case .unclosedQuote: "A quote is opened and not closed within 1 MiB. The line that opens it is rejected."
        case .damagedFile: "The file is truncated or damaged, or not of the format that it announces."
        case .unknownFormat:
            """
            The bytes of the file belong to no format that is read here: it is an archive, a spreadsheet, an image, \
            packed twice, or UTF-16 without a byte order mark. The message says what helps; --format-in overrides.
            """
        case .textAfterQuote: "Text follows the closing quote of a field. The row is rejected."
        case .decimalMarkUnclear:
            """
            All numbers with a comma have exactly three digits behind it, and no number has a point: 1,234 may be one \
            thousand or one point two. Say which: --decimal , or --decimal . (thousands are then errors).
            """
        case .tooManyRejectedRows:
            """
            More rows were rejected than --max-reject allows (0 by default). The output was written without them; the \
            exit status is 3. --rejects FILE lists them, --max-reject N accepts them.
            """
        case .conflictingDuplicates:
            """
            Two rows have one identity (--id) and differ. Add the visit to --id, or say which row counts: \
            --duplicates first|last|mean|keep.
            """
        case .joinKey: "The key of --on is missing in a file, or is not unique in the joined file."
        case .joinConflict: "A column stands in both files with different values for one key."
        case .timeOnly:
            """
            A column holds times of day without a date. Rows keep the order of the file, and are never sorted by such \
            times: where one is earlier than the one before it, a new day has begun, or another person. Give the date, \
            or minutes from a start.
            """
        case .cannotWrite: "The output cannot be written: look at the path, its permissions and the space on the disk."
        case .outputIsInput: "An output would overwrite an input, or another output of the same run."
        case .unknownIndex: "No index has this name. `homeostat list` shows all."
        case .invalidOption: "The value of an option cannot be used."
        case .missingParameter: "An index needs a parameter that has no default, such as --normal-glucose."
        case .modelNotFitted:
            """
            The data do not allow the model: fewer rows than coefficients, responses that a column tells apart without \
            an exception (separation), one cluster only. The message says which, and what to do.
            """
        case .dependentColumns:
            """
            A column of the model is constant or a combination of those before it, so that no coefficient of its own \
            can be told apart. Its row stands in the result without numbers, the cause is linearly_dependent; all other \
            coefficients are those of the model without it.
            """
        case .notARunFile: "The file is not a record of a run (FILE.run.json)."
        case .runDiffers: "The recorded run gives other bytes here: the message says which file differs."
        case .formulaSyntax:
            """
            The formula, or an option that takes columns, is not one: the carets show where. A formula is a response, \
            "~" and terms, as in log(homa_ir) ~ bmi * sex + rcs(age, 4) + C(race, ref = 3). Operators are those of R; \
            arithmetic stands inside I(), a column name with other signs between backticks.
            """
        case .formulaColumn:
            """
            The formula names a column that the data do not have, or one of text where numbers are needed. A column of \
            text stands by itself or in C(): each of its levels but the first becomes a column of the model.
            """
        case .formulaData:
            """
            The data do not allow the model: no row has everything, a categorical variable has one level only among \
            the rows used, a spline finds no different knots, a weight is negative or infinite. The message says which.
            """
        case .internalFault: "A fault of this program. Please report it with the command and the message."
        }
    }
}
