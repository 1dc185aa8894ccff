/// Which columns a design has, and what each is the product of.
///
/// Categorical variables are coded as R's `terms.formula` and `model.matrix` have it: a variable in a term stands with
/// contrasts against its reference where an earlier term holds all the other variables of the term, or where these are
/// none; else it stands with a column for each level. Without an intercept the first categorical variable of the first
/// term that has one gets all its levels.
struct DesignPlan: Sendable {
    enum Part: Sendable, Hashable {
        /// A column of a variable of numbers.
        case number(variable: Int, column: Int)
        /// Rows with this level of a categorical variable.
        case level(variable: Int, level: Int)
    }

    struct Column: Sendable {
        let name: String
        /// Nil for the intercept.
        let term: Int?
        let parts: [Part]
    }

    let columns: [Column]

    /// - Returns: nil where there are more columns than `limit`.
    init?(
        variables: [FittedVariable?], variablesOfTerm: [[Int]], hasIntercept: Bool, limit: Int
    ) {
        var columns = hasIntercept ? [Column(name: "(Intercept)", term: nil, parts: [])] : []
        let hasAllLevels = Self.codings(variables, variablesOfTerm, hasIntercept)
        for (term, members) in variablesOfTerm.enumerated() {
            // The columns of each variable by itself; the first one runs fastest in the products.
            let choices = members.map { variable -> [(name: String, part: Part)] in
                guard let fitted = variables[variable] else { return [] }
                guard let levels = fitted.levels else {
                    return fitted.suffixes().enumerated().map {
                        (fitted.variable.label + $1, .number(variable: variable, column: $0))
                    }
                }
                let all = hasAllLevels[term].contains(variable)
                return levels.names.indices.filter { all || $0 != levels.reference }.map {
                    ("\(fitted.variable.label)[\(levels.names[$0])]", .level(variable: variable, level: $0))
                }
            }
            var count = 1
            for choice in choices {
                let (product, overflow) = count.multipliedReportingOverflow(by: choice.count)
                guard !overflow, columns.count + product <= limit else { return nil }
                count = product
            }
            for place in 0..<count {
                var left = place
                var names: [String] = []
                var parts: [Part] = []
                for choice in choices {
                    let chosen = choice[left % choice.count]
                    left /= choice.count
                    names.append(chosen.name)
                    parts.append(chosen.part)
                }
                columns.append(Column(name: names.joined(separator: ":"), term: term, parts: parts))
            }
        }
        self.columns = columns
    }

    /// For each term the categorical variables that stand with all their levels.
    private static func codings(
        _ variables: [FittedVariable?], _ terms: [[Int]], _ hasIntercept: Bool
    ) -> [Set<Int>] {
        let sets = terms.map(Set.init)
        var all = terms.indices.map { term in
            Set(
                terms[term].filter { variable in
                    let others = sets[term].subtracting([variable])
                    return !others.isEmpty && !sets[..<term].contains { $0.isSuperset(of: others) }
                })
        }
        if !hasIntercept {
            for term in terms.indices {
                guard let first = terms[term].first(where: { variables[$0]?.levels != nil }) else { continue }
                all[term].insert(first)
                break
            }
        }
        return all
    }
}
