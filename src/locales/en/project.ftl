### Errors of a project's own files.

problem = { $file }: { $wrong }
problem-line = { $file }, line { $line }: { $wrong }
problem-key = { $file }, key { $key }: { $wrong }
problem-line-key = { $file }, line { $line }, key { $key }: { $wrong }
problems = { $count ->
        [one] The project has 1 error; correct it and run again:
       *[other] The project has { $count } errors; correct them and run again:
    }
problem-unreadable = Cannot read { $path }: { $reason }

## What is wrong

wrong-syntax = syntax error: { $reason }
wrong-unknown-key = unknown key
wrong-unknown-key-near = unknown key; did you mean “{ $near }”?
wrong-key-of = unknown key; those that may stand here: { $known }
wrong-fields = the line has { $found } fields, the first line has { $needed }; check separators and quotation marks
unfitting-part-type = numerator and denominator must be numbers (count, amount)
wrong-missing-key = this key is missing
wrong-type = expected { $kind }
wrong-choice = “{ $value }” is not possible; one of: { $known }
wrong-duplicate = the code “{ $code }” stands twice
wrong-dangling = “{ $code }” is not declared
wrong-dangling-near = “{ $code }” is not declared; did you mean “{ $near }”?
wrong-cycle = the parents form a cycle: { $codes }
wrong-expression = wrong expression at position { $at }: { $reason }
unfitting-utf-8 = the file is not UTF-8; save it again as UTF-8
unfitting-computed = a computed indicator cannot be corrected: correct its parts
unfitting-account = this code says that figures do not count: it can be neither ignored nor made an info
unfitting-no-form = there is no form (forms/*.toml)
unfitting-no-reporter = nobody reports the form: name kinds or units
unfitting-record-key = key goes with the layout records
unfitting-list = each code in [lists] stands for one heading (a text, or [[…]] of several levels); other spellings are declared in header
unfitting-empty-list = each list in [lists] needs at least one code
unfitting-placeholder = a name in braces is no list of [lists]
unfitting-no-cell = this row has no cell in that column (heading or without)
unfitting-matrix-each = rows goes with each = "row", columns with each = "column"
unfitting-matrix-type = a matrix has no computed ratios and lists: declare the parts as columns
unfitting-matrix-value = a matrix takes its columns of values from [[column]]: leave this key out
unfitting-matrix-lists = a matrix uses no [lists]: declare its rows in [[row]] and its columns in [[column]]
unfitting-matrix-rule = the rule meets no cell with numbers: see each, rows, columns
unfitting-open-list = in header an open list (open = true) is a level of its own, under a heading that is known: [["Candidates", "{"{"}list{"}"}"]]
unfitting-scale = scale goes with the type ratio
unfitting-weight = weight goes with aggregation = "weighted-mean" and is an indicator of numbers
unfitting-when = when goes with the types list, count and amount in the layouts records and unit-rows
unfitting-counted-header = an indicator with when is counted over rows and has no column: leave header out
unfitting-shares = the shares of an old unit on one day come to 1 for each form and indicator that lines name
unfitting-two-numbers = this may be two numbers (250.000 as 250 or as 250,000); write it without separators
unfitting-of = of is the column that is listed (list) or summed (count, amount with when; a column of numbers)
unfitting-row-totals = totals goes with the layout unit-rows
unfitting-over-total = over = "total" goes with indicators that have a total (an aggregation other than none)
unfitting-parts = numerator and denominator go with ratio and percent
unfitting-aggregation = this aggregation does not go with the indicator's type
wrong-not-then = the unit “{ $code }” did not exist on { $day }
wrong-impossible = impossible value: { $value }
wrong-unreadable = cannot be read: { $reason }

## Types of values

type-text = a text
type-texts = a list of texts
type-number = a number
type-whole = a whole number
type-flag = true or false
type-table = a table
type-tables = a list of tables
type-message = a text or a table of languages
type-date = a day (2025-07-01 or 01/07/2025)

## Expressions of rules

expression-expected = expected { $what }
expression-end = the rule should end here
expression-indicator = the form has no indicator [{ $code }]
expression-indicator-near = the form has no indicator [{ $code }]; did you mean “{ $near }”?
expression-function = no function { $name }; there are: sum, min, max, abs, prev
expression-not-numeric = the indicator [{ $code }] holds no number
expression-empty-range = the range runs backwards
expression-too-deep = the expression is nested too deeply
