### The written report (Word) and its language.

period-short-month = { $year }-{ $n }
period-short-quarter = Q{ $n } { $year }

## Figures in sentences

report-missing = [no figure yet]
report-incomplete = { $text } ({ $reported } of { $expected } units)
report-none = none
report-and = { $first } and { $last }
report-over = over
report-nearly = nearly
report-about = about
report-day = { $day }/{ $month }/{ $year }
report-day-short = { $day }/{ $month }/{ $year }
report-points = { $points } percentage points
report-trend = { $sign ->
        [up] up { $amount } from { $than }
        [down] down { $amount } from { $than }
       *[same] unchanged from { $than }
    }
report-thousand = thousands
report-million = millions
report-billion = billions
report-order = { $of ->
        [ten] tens of { $word }
        [hundred] hundreds of { $word }
       *[one] { $word }
    }

## Tags of content controls

wrong-tag = the expression “{ $text }” is wrong: { $reason }
tag-ends = something is missing at the end
tag-unexpected = “{ $text }” cannot stand here
tag-unknown = there is no { $what } “{ $name }”
tag-unknown-near = there is no { $what } “{ $name }”; did you mean “{ $near }”?
tag-thing-word = word or value
tag-thing-function = function
tag-thing-format = format
tag-thing-kind = kind of unit
tag-nested = there are other controls in this one
tag-none = no content control of the document has a tag; LibreOffice up to 7.4 drops tags when it saves, so change templates in Word
tag-orphan = the table's first row (whose tag begins with rows) was deleted, so these rows are not refreshed
tag-unfit = the indicator [{ $code }] is of no type for which this can be asked
report-row-gone = The row of { $code } is no longer in the table
report-shown = shown
report-hidden = hidden
tag-no-row = this control must stand in the row of a table

## The command report

error-docx = The Word document { $path } cannot be used: { $reason }. Open it in Word, save it as .docx and run again.
report-place = { $kind ->
        [header] Header
        [footer] Footer
        [footnotes] Footnote
        [endnotes] Endnote
       *[document] Paragraph { $number }
    } (“{ $text }”)
report-counts = { $all } controls: { $same } unchanged, { $changed } filled, { $kept } typed over and kept
report-written = Report written: { $path } ({ $counts }).
report-checked = { $path } compared ({ $counts }); nothing was written.
report-template-written = Template written: { $path }. Change its words in Word; `tonghop report` puts in the figures.

## The template that the program makes

blank-office = NAME OF THE OFFICE
blank-superior = SUPERIOR BODY
blank-number = No:      /BC-…
blank-place = …
blank-country = SOCIALIST REPUBLIC OF VIET NAM
blank-motto = Independence - Freedom - Happiness
blank-date = date …
blank-report = REPORT
blank-period = Period
blank-intro-until = From the reports received until{" "}
blank-intro-of = , the results of{" "}
blank-intro-end = {" "}are as follows:
blank-key-figures = Key figures
blank-by-form = Results in detail
blank-sent = Units that sent the form:{" "}
blank-sent-units = {" "}units.
blank-of-units = {" "}units
blank-completeness = Who has sent
blank-missing = “{ $form }”: not sent by{" "}
blank-late = ; late:{" "}
blank-recipients = Copies to:
blank-recipient = …;
blank-archive = File.
blank-signer = SIGNER'S OFFICE
blank-name = Name

## Verification (verify)

verify-folder = Verifying { $path }
verify-line = { $what }: { $agree } agree, { $differ } differ
verify-skipped = { $what }: not checked ({ $why })
verify-outputs = Digests of the outputs
verify-inputs = Digests of the inputs
verify-project = The project (forms, register)
verify-sums = Provincial totals added up again from facts.csv
verify-formulas = The workbook's formulas worked out again
verify-named = Totals in the workbook against totals.csv
verify-recomputed = Facts and totals made again from the inputs
verify-report = Figures in the Word report
verify-no-project = the project folder with the inputs is not there; name it with --project
verify-no-report = there is no Word report
verify-no-tables = facts.csv, totals.csv or indicators.csv is missing
verify-no-workbook = the workbook cannot be read
verify-agrees = Everything that could be checked agrees.
verify-differs = Something differs, see above.
error-verify = Cannot verify: { $reason }. Name the output folder of a period (which has run.json).
