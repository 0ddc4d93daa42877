### A message for each code: what happened, its title, what to do, why it matters.

## Files

F001 = The file cannot be read: { $reason }
    .title = Unreadable file
    .hint = { $cause ->
        [permission] Give the account that runs the program permission to read this file or folder, and run again; the file is not damaged and need not be sent again.
        [system] Look at the drive and the network, and whether another program has it open, and run again.
       *[file] Open it in Excel, save it again as .xlsx and send it again.
    }
    .why = Nothing in a damaged file can be counted.

F002 = The file is protected by a password and cannot be read.
    .title = Password-protected file
    .hint = Remove the password (File > Info > Protect Workbook) and send it again. If Excel opens the file without asking for one, remove the protection of its structure (Review > Protect Workbook).
    .why = The program neither stores nor guesses passwords.

F003 = A lock file left by Excel or LibreOffice while a workbook is open; skipped.
    .title = Lock file
    .hint = Close the workbook; delete the file if it stays.
    .why = A lock file holds no data.

F004 = The file is named { $value } but holds { $expected }; it was read by its content.
    .title = Wrong extension
    .hint = Save it again with the right extension.
    .why = The format is told by the content, never by the name.

F005 = Not a spreadsheet ({ $value }); skipped.
    .title = Not a spreadsheet
    .hint = If it holds figures, enter them in the Excel form and send it again.
    .why = Only spreadsheets are consolidated; every other file is listed in run.json.

F006 = The file exceeds the limit on { $limit }: { $value }, allowed { $expected }.
    .title = Limit exceeded
    .hint = Remove surplus rows, columns and formatting and save again; if it really is that large, raise the limit with { $option }.
    .why = Limits keep one oversized file from spoiling the run.

F007 = The reader stopped while reading this file: { $reason }.
    .title = Reader stopped
    .hint = Open it in Excel, save it again as .xlsx and send it again. No other file is affected.
    .why = Files are read in processes of their own; a bad file costs only itself.

F008 = The content is identical to { $value }; counted once.
    .title = Identical copy
    .hint = One of the two can be deleted.
    .why = The same report sent twice must not be added twice.

F009 = A hidden file; skipped.
    .title = Hidden file
    .hint = If it is a report, rename it (remove the leading dot).
    .why = Hidden files are usually made by the system or by programs.

F010 = The sheet “{ $sheet }” cannot be read: { $reason }. The other sheets of the file are read.
    .title = Damaged sheet
    .hint = Open the file in Excel, check the sheet, save again as .xlsx and send it again.
    .why = A damaged sheet must not cost the good ones.

F011 = The file changed while it was read, also when tried again.
    .title = File changed while read
    .hint = Wait until it is copied completely and run again.
    .why = A half-written file gives wrong figures.

F012 = A link (symlink, junction) to another place; not followed.
    .title = Link not followed
    .hint = Copy the file itself into the folder.
    .why = Links can lead out of the folder or in circles.

F013 = A consolidated workbook of this program's making; not counted as a submission.
    .title = Own output
    .hint = Keep outputs outside of the submissions folder.
    .why = Adding an old result to the new one counts twice.

F014 = The workbook has no cell with a value.
    .title = Empty workbook
    .hint = Check the file that was sent.
    .why = An empty file is usually sent by mistake.

F015 = The sheet “{ $sheet }” is a { $value } and holds no cells; skipped.
    .title = Not a worksheet
    .hint = Nothing to do.
    .why = Charts and macros are never run or read.

F016 = The file's name is not written in Unicode; its odd bytes are shown as \x… (such as \xE1). The file is read and counts.
    .title = File name not in Unicode
    .hint = Rename the file in Unicode or without accents; unpack archives with a program that knows names in UTF-8.
    .why = An old archiver wrote the name in another code page, so that it reads wrong here; a unit or period in it cannot be used.

F017 = { $value } more places on this sheet have the same finding { $expected }, from cell { $first } to cell { $last }; only the first { $listed } are listed.
    .title = Many places with one mistake
    .hint = Mend the common cause (template, column, measure) and send again; these places were treated as the listed ones.
    .why = One cause can spoil thousands of cells; nobody could read them all.

F018 = The file is not counted, since what all files say exceeds the memory allowed: this one needs { $value }, the whole run may take { $expected }.
    .title = Too much data for one run
    .hint = See whether the file repeats its data or is forged; if the data is right, run again with a larger --max-total.
    .why = Where there is no room the heaviest files are given up first, so that one odd file does not spoil the whole run.

F019 = The roll-up of the office below was changed after it was made (on “{ $value }”); nothing in it is counted.
    .title = Roll-up changed by hand
    .hint = Ask the office to correct the reports themselves, to consolidate again and to send the new workbook; nothing is typed into a roll-up.
    .why = A figure typed into a roll-up leads to no cell and contradicts what the workbook carries.

F020 = This roll-up of an office below cannot be used: { $value }; nothing in it is counted.
    .title = Roll-up without usable facts
    .hint = Ask the office for the reports themselves, or for a roll-up made by the same version of the program.
    .why = Only figures that lead to a cell are added up.

## Recognition

R001 = The sheet “{ $sheet }” matches no form. Nearest: { $candidates }.
    .title = Form unknown
    .hint = Keep the title and column names of the issued form; `tonghop inspect` shows what is seen.
    .why = A sheet that is not recognised is not counted.

R002 = The sheet “{ $sheet }” fits several forms equally: { $candidates }.
    .title = Form ambiguous
    .hint = Put the form's title or number in the title block.
    .why = Nothing is chosen by chance.

R003 = The reporting unit cannot be told from title, sheet name, file name or folders. Seen: { $value }. Nearest: { $candidates }.
    .title = Unit unknown
    .hint = Write a line “Reporting unit: …” with the name in the register, or add an alias in units.csv.
    .why = Figures of nobody are not counted.

R004 = “{ $value }” may be { $candidates }.
    .title = Unit ambiguous
    .hint = Write the whole name with its level (district, town, city).
    .why = Several units can share a name, a district and the town in it for example.

R005 = { $where_a } says { $a } but { $where_b } says { $b }; the sheet is not counted.
    .title = Unit contradiction
    .hint = Correct the file name or the title and send it again.
    .why = It cannot be known whose figures these are.

R006 = The period of the sheet “{ $sheet }” cannot be told.
    .title = Period unknown
    .hint = State the period in the title (such as “March 2024”) or put the file into the period's folder (2024-03).
    .why = Figures of no known period are not counted.

R007 = { $where_a } says { $a } but { $where_b } is { $b }; { $whole ->
        [1] the roll-up
       *[other] the sheet
    } is not counted.
    .title = Period contradiction
    .hint = Check whether an old report was sent again; correct the title or move the file.
    .why = An old report sent again is the most common error of manual consolidation.

R008 = The column “{ $expected }” was not found. Nearest: { $candidates }.
    .title = Column missing
    .hint = Keep the form's column names, or declare another name in the form.
    .why = A column that is not recognised is not counted.

R009 = The column “{ $expected }” may be { $candidates }; none was used.
    .title = Column ambiguous
    .hint = Give the columns different names, as in the form.
    .why = Nothing is chosen by chance.

R010 = The column “{ $value }” is not in the form; not used.
    .title = Column unexpected
    .hint = If it is a new indicator, declare it in the form.
    .why = A column that a unit adds by itself does not enter the totals.

R011 = There is no row for indicator { $indicator } “{ $expected }”.
    .title = Indicator row missing
    .hint = Add the row as in the form; write “-” if nothing arose.
    .why = A missing row means not reported, never 0.

R012 = { $row-name } matches no indicator of the form; its figures are not counted. Nearest: { $candidates }.
    .title = Row not recognised
    .hint = Keep the indicator's name, or declare another one (labels) in the form.
    .why = A row that is not recognised does not enter the totals.

R013 = { $own ->
        [1] “{ $value }” is the reporting unit itself, not one of the units that the form has rows for; the row is not counted.
       *[other] “{ $value }” matches no unit under { $parent }; the row is not counted. Nearest: { $candidates }.
    }
    .title = Row's unit unknown
    .hint = Correct the name as in the register, or add an alias in units.csv.
    .why = A row of an unknown unit does not enter the totals.

R014 = “{ $value }” already stands at { $first }; the repeated row is not counted.
    .title = Row repeated
    .hint = Delete the surplus row, or correct the name if it is another one.
    .why = Counting both would add twice.

R015 = There is no row for { $value }.
    .title = Unit's row missing
    .hint = Add the unit's row.
    .why = A missing row means not reported, never 0.

R016 = { $blank ->
        [1] A column with a blank heading was taken as “{ $expected }”.
       *[other] “{ $value }” was taken as “{ $expected }”.
    }
    .title = Matched though written otherwise
    .hint = { $blank ->
        [1] Check it, then write the column's heading into the blank cell.
       *[other] Check it; if right, declare “{ $value }” as another name (labels, header, or the column aliases of units.csv), else correct it in the file.
    }
    .why = Only a typing error that makes no other word is forgiven, or what a second witness confirms; only where one reading is left.

R017 = The title names no unit; { $value } was taken from { $where }.
    .title = Unit taken from a name
    .hint = Better write a line “Reporting unit: …” in the form.
    .why = File names change easily when forwarded.

R018 = The title states no period; { $value } was taken from { $where }.
    .title = Period taken from a name
    .hint = Better state the period in the title.
    .why = File and folder names change easily when forwarded.

R019 = The row “{ $value }” bears the number { $code } of another indicator; it was taken by its name as { $expected }.
    .title = Number contradicts label
    .hint = Keep the form's numbering.
    .why = Inserted or deleted rows shift the numbers; the name decides.

R020 = The row “{ $value }” may be { $candidates }; not used.
    .title = Row ambiguous
    .hint = Write number and name as in the form.
    .why = Nothing is chosen by chance.

R021 = The file name says { $a } but title and folder say { $b }; counted by title and folder.
    .title = File name says another period
    .hint = Rename the file.
    .why = File names are easily copied from an earlier period.

R022 = The figures at { $cell } are not in the totals: { $reason } ({ $value ->
        [one] 1 figure
       *[other] { $value } figures
    }).
    .title = Figures not counted
    .hint = Put them into the form's rows and columns, or delete them if they are no part of the report.
    .why = Every figure is accounted for; one that belongs to no row and column is not counted.

R023 = { $row-name } is { $reason }; it is not in the totals.
    .title = Row passed over
    .hint = If it must be counted, rename the row; if it always stands there, declare it under [words] (pass) in the form or project.
    .why = Rows of averages, targets, other periods or examples are nobody's figures.

R024 = A second table on the sheet has a title of its own, “{ $value }”; its figures are not in the totals.
    .title = Second table not counted
    .hint = If it must be counted, remove the title in between or join it to the table above; else move it to another sheet.
    .why = Whether a table with a title of its own belongs to the report is not known.

R025 = { $value } does not exist in the period; the row is not counted.
    .title = Row of a unit that does not exist then
    .hint = Enter the figures under the new unit, or correct the dates in units.csv.
    .why = After a merger, counting the old unit and the new one adds twice.

R026 = “{ $value }” already stands at { $first } under another number; it is counted as a second row.
    .title = Two rows of one name
    .hint = If they are one, delete the surplus row; if two, give them different names.
    .why = Two facilities may share a name, or one row was copied.

R027 = “{ $value }” already stands at { $first } with other content; both are counted.
    .title = Two records of one number
    .hint = If they are one, delete the surplus row; if two, correct the number. What tells records apart can be declared: [rows] key in the form.
    .why = Where one document is listed twice and differently, one of the two is wrong.

R028 = The folder “{ $value }” (in { $folder }) does not say clearly which period it is for, or contradicts the folder that holds it; its files are read and go by their titles.
    .title = Folder without a clear period
    .hint = Name folders by the period, such as 2019-Q1, 2019-03 or 2019/Quý I.
    .why = Guessing from an unclear name could move a whole folder of reports into another period.

R029 = { $value } members of open lists ([lists] with open = true) are more than a form can hold; their columns are not counted.
    .title = Open list has too many members
    .hint = Look for a file with strange headings; if there really are so many, split the form.
    .why = Each member is an indicator, and a form holds only so many.

R030 = “{ $value }” of the list { $list } occurs with one sender only; it is counted by itself. Nearest: { $candidates }.
    .title = Member with one sender only
    .hint = If it is another spelling of the nearest, correct the heading; if it is a name of its own, nothing is to be done.
    .why = Members of open lists are matched exactly: one letter that differs makes two indicators, and splits the total.

R031 = The roll-up has { $value }, which is unknown here, not below that office or understood otherwise; { $count } facts are not counted.
    .title = Roll-up with unknown parts
    .hint = Agree on the codes of units and forms and on the codes and measures of indicators between the two levels, and consolidate again.
    .why = One code with two meanings adds up to a wrong figure.

R032 = The blank form was made for { $value }, but the sheet says { $expected }; it is counted as { $expected }.
    .title = Blank form of another unit or period
    .hint = Use the blank form that was made for you and for this period (tonghop template).
    .why = Whoever fills in another unit's blank form may also have kept its figures.

R033 = The sheet was filled in on an old version of the form ({ $value }, now { $expected }); new since: { $new }; no longer asked: { $gone }.
    .title = Old version of a blank form
    .hint = Send the unit the new blank form (tonghop template).
    .why = An old form lacks what is asked for now; what it still has counts.

## Cells and values

C001 = The cell says “{ $value }” where { $expected } is expected; it is not counted.
    .title = Not a number
    .hint = Write the number alone; explanations belong in the notes column.
    .why = What cannot be read is never guessed.

C002 = The cell holds the error { $value }; it is not counted.
    .title = Error value
    .hint = Mend the formula or enter the number, and send it again.
    .why = An error has no value.

C003 = The cell has a formula but no stored result; it is not counted.
    .title = Formula without a result
    .hint = Open the file in Excel, press F9, save and send it again.
    .why = Files made by other programs may hold no results.

C004 = The number “{ $value }” is stored as text; read as { $expected }.
    .title = Number stored as text
    .hint = Format the cell as Number and enter it again.
    .why = Excel does not add numbers stored as text, so the unit's own totals go wrong.

C005 = “{ $value }” may be { $a } or { $b }; it is not counted.
    .title = Ambiguous number
    .hint = { $kind ->
        [percent] If { $b } % is meant, enter { $b }%, or take the cell's percent format away and enter { $b }.
        [share] Give the cell a percent format, or enter { $b } (for { $b } %) or { $a }% (for { $a } %).
       *[text] Enter it again as a number, without separators.
    }
    .why = Dot and comma are mixed between the Vietnamese and the English way.

C006 = The sheet “{ $sheet }” uses the { $value } encoding; it was converted to Unicode.
    .title = Legacy encoding repaired
    .hint = Better write in a Unicode font (Times New Roman).
    .why = TCVN3 (ABC) and VNI text cannot be matched unless converted.

C007 = The value “{ $value }” lies hidden under the merged area { $area }; it is not counted.
    .title = Value under a merged area
    .hint = Unmerge the cells and remove the surplus value.
    .why = The sender cannot see this value.

C008 = “{ $value }” carries a unit of measure; read as { $expected }.
    .title = Number with a unit
    .hint = Write the number alone.
    .why = Text in a cell keeps Excel from adding it.

C009 = “{ $value }” is an approximation; read as { $expected }.
    .title = Approximate number
    .hint = State the exact number.
    .why = Approximations make the total approximate.

C010 = “{ $value }” was read as { $a } of { $b }.
    .title = Fraction
    .hint = Better give numerator and denominator apart.
    .why = An overall rate must be computed from its parts.

C011 = The cell stands in a hidden { $value } but holds data; it is counted.
    .title = Hidden row or column
    .hint = Check hidden rows and columns; delete them if they are old.
    .why = Hidden figures are often left-overs.

C012 = The sheet “{ $sheet }” is hidden but holds a form's data; it is not counted.
    .title = Hidden sheet
    .hint = Unhide it if it is the report, or delete it if it is old.
    .why = The sender does not see this sheet.

C013 = The cell says “{ $value }” where yes or no is expected; it is not counted.
    .title = Yes or no unclear
    .hint = Write Yes or No.
    .why = An unclear answer is never guessed.

C014 = The cell says “{ $value }” where a date is expected; it is not counted.
    .title = Not a date
    .hint = Write the date as 15/01/2019.
    .why = An unclear date is never guessed.

C015 = The value { $value } is out of range ({ $expected }).
    .title = Out of range
    .hint = Check it; if right, widen the range in the form.
    .why = Such values are usually typing errors.

C016 = Indicator { $indicator } “{ $expected }” is blank.
    .title = Required value missing
    .hint = Fill it in; write “-” if nothing arose, “…” if not available.
    .why = Blank means not reported, never 0.

C017 = This unit does not report indicator { $indicator } but states “{ $value }”; it is not counted.
    .title = Indicator not applicable
    .hint = Remove it, or change the form's scope.
    .why = Counting units out of scope spoils the total.

C018 = The numerator of indicator { $indicator } is greater than its denominator: { $numerator }, { $denominator }.
    .title = Numerator over denominator
    .hint = Check both numbers.
    .why = The rate cannot exceed 100 %.

C019 = The denominator of indicator { $indicator } is 0 but its numerator is not: { $numerator }.
    .title = Denominator zero
    .hint = Check both numbers.
    .why = Nothing can be divided by 0.

C020 = The value { $value } is not a whole number from 0 up; it is not counted.
    .title = Not a whole number
    .hint = Check thousands separators and decimals.
    .why = A count is never fractional or negative.

C021 = { $value } in a percent column was read as { $expected } %.
    .title = Percent written as a fraction
    .hint = Write 95 or 95%.
    .why = A percent-formatted cell stores 0.95 for 95 %.

C022 = The cell holds the date { $value } in place of a number; Excel may have turned “{ $a }” into a date. Not counted.
    .title = Date in place of a number
    .hint = Format the cell as Number (or Text for fractions) and enter it again.
    .why = Excel turns 12/3 into a date by itself.

C023 = The cell holds the number { $value } in place of a date; read as { $expected }.
    .title = Number in place of a date
    .hint = Format the cell as Date.
    .why = Excel stores dates as serial numbers.

C024 = The stated rate is { $value } but its parts give { $expected }; the parts were used.
    .title = Stated rate differs
    .hint = Check numerator, denominator and rate.
    .why = Overall rates are always computed from the parts.

C025 = “{ $value }” may be { $a } or { $b }; read as { $expected } because { $reason }.
    .title = Number decided by context
    .hint = Enter it again as a number, without separators.
    .why = Used only where type or neighbours leave one reading.

C026 = “{ $value }” was read as { $expected }.
    .title = Leading zero
    .hint = Write the number without a leading zero.
    .why = The style 02 is common in office texts.

C027 = “{ $value }” in a yes-no column was read as { $expected }.
    .title = Yes or no as a mark
    .hint = Write Yes or No.
    .why = 1, 0 and tick marks are taken as yes and no.

C028 = The sheet states the measure “{ $value }” ({ $where }) but the form asks for “{ $expected }” for indicator { $indicator }; the figure is not counted.
    .title = Measure differs from the form
    .hint = Convert the figure to the form's unit of measure.
    .why = Mixing thousands, millions and billions makes figures wrong a thousandfold.

C029 = The sheet states “{ $value }” ({ $where }) where the form asks for “{ $expected }” for indicator { $indicator }; the figures were multiplied by { $factor }.
    .title = Measure converted
    .hint = Check it; better state the form's unit of measure.
    .why = The form allows conversion (convert = true).

C030 = The cell holds { $value } but its format shows another magnitude ({ $expected }).
    .title = Format shows another magnitude
    .hint = Use a plain number format and the form's unit of measure.
    .why = The sender sees “1.5 million” while the cell holds 1.5.

C031 = The cell is struck through, in part or whole; { $expected }.
    .title = Struck through
    .hint = Delete what is withdrawn and send it again.
    .why = Struck through means withdrawn, but a machine reads it all the same.

C032 = The cell has a raised footnote mark; read as { $expected }.
    .title = Footnote mark left out
    .hint = Move the footnote to the notes column.
    .why = A raised digit would become a digit of the figure.

C033 = The formula's stored result is 0 in an xls that LibreOffice wrote; the true result may be a text or another number.
    .title = Result 0 may not be one
    .hint = Open the file, save it as .xlsx and send that.
    .why = LibreOffice stores 0 for formulas whose result is a text.

C034 = “{ $value }” states a bound, no figure; it is not counted.
    .title = A bound, no figure
    .hint = State the exact number, or “…” if it is not available.
    .why = Counting “<5” as 5 takes the one value that it is not.

C035 = The date { $value } is far from the period.
    .title = Date far from the period
    .hint = Check the year.
    .why = A date more than a year off is usually a mistyped year.

C036 = “{ $value }” is none of the values by which the form sorts ({ $expected }); the row is in no list.
    .title = Value of no list
    .hint = Write one of the form's values.
    .why = A row with an unknown value falls out of every list.

C037 = The cell of a text column holds { $value }; what was typed may have been changed; read as “{ $expected }”.
    .title = Identifier may be changed
    .hint = Format the column as Text and enter it again.
    .why = Excel drops leading zeros, keeps 15 digits and turns 12/3 into a date.

C038 = The cell holds the duration { $value } in place of a number; it is not counted.
    .title = Duration in place of a number
    .hint = Enter the hours as a number (such as 36.5) and format the cell as Number.
    .why = Durations are stored in days: 36:00 is 1.5.

C039 = The cell lies in the merged area { $area }: its figure { $value } counts for the area's first cell alone.
    .title = Figure merged over several answers
    .hint = Unmerge the area and enter each figure in its own cell.
    .why = What one figure over several rows or columns says of each of them, nobody but the sender knows.

## Totals and tables

T001 = { $expected_label }: the total row says { $value } but the rows add up to { $expected }.
    .title = Total differs from its parts
    .hint = Check the total's formula and the rows. The rows are what is counted.
    .why = Such totals usually miss a row in SUM or were typed over.

T002 = { $expected_label }: the other totals are formulas but this one is the typed number { $value }; the rows add up to { $expected }.
    .title = Formula typed over
    .hint = Restore the formula.
    .why = A typed number goes stale when the rows change.

T003 = The figures are shifted by one column against the headers (from { $value }); the shifted columns are not counted.
    .title = Columns may be shifted
    .hint = Check the columns against the headers.
    .why = Inserted or deleted cells shift whole columns.

T004 = { $row-name } is the sum of rows { $rows }; it was taken for a total and not counted as a unit's.
    .title = Row taken for a total
    .hint = Write “Total” in the total row; if it really is a unit, check its figures.
    .why = Adding the total as well would count everything twice.

T005 = { $row-name } { $reason }; it is counted as a row of its own.
    .title = Row may be a total
    .hint = If it is a total, write “Total” or “Subtotal”; else nothing is to be done.
    .why = Among small figures a row may be the sum of others by chance.

## Submissions

S001 = { $name } has not sent the form “{ $form_title }” for { $period }; due { $deadline }.
    .title = Submission missing
    .hint = Remind the unit.
    .why = A missing unit is never 0; totals say how many units reported.

S002 = { $name } sent it on { $value }, due { $expected }.
    .title = Late
    .hint = Take note; it is counted.
    .why = Late reports delay the consolidation.

S003 = { $name } sent { $forms ->
        [0] this roll-up
       *[other] “{ $form_title }”
    } several times; { $expected } counts, not this file.
    .title = Superseded
    .hint = Check that the right one counts.
    .why = One counts: by the revision stated in the name, then by the document's own modified time.

S004 = { $name } does not report the form “{ $form_title }”; it is not counted.
    .title = Not expected
    .hint = Check the unit, or add it to the form's reporters.
    .why = Counting units out of scope spoils the total.

S005 = The figures of { $name } are identical to those of { $value }.
    .title = Stale copy
    .hint = Ask the unit whether the old report was sent again.
    .why = An old report with a new title is a common error.

S006 = The figures of { $name } are identical to those of { $value }.
    .title = Same content for two units
    .hint = Ask both units.
    .why = Usually another unit's file was copied and not filled in.

S007 = { $name } sent differing files and none is plainly the newest: { $value }. None is counted.
    .title = Which one counts is unclear
    .hint = Delete the old one, or put “v2” into the new one's name.
    .why = Nothing is chosen by chance.

S008 = The document states no modified time; the file's own time { $value } was used.
    .title = Received time from the file
    .hint = Nothing to do unless lateness matters.
    .why = A file's time changes when it is copied.

S009 = { $name }: the file that counts has { $value ->
        [one] 1 row
       *[other] { $value } rows
    } where the replaced one ({ $expected }) had { $rows }.
    .title = Replaced by less
    .hint = Ask the unit: if the new file holds only what changed, have the whole form sent again.
    .why = A correction of some rows that replaces the whole loses all others.

S010 = The form of { $name } was put together from the sheets { $value }.
    .title = Put together from several sheets
    .hint = Check whether one of them is an old version.
    .why = A sheet left over from before brings back what was dropped.

S011 = { $name }: { $value ->
        [one] 1 record also stands
       *[other] { $value } records also stand
    } in the report of { $other } ({ $records }); counted for both.
    .title = Record sent by two units
    .hint = Agree which unit reports them.
    .why = What several units list is added several times.

S012 = { $name }: the report was saved on { $value }, after the day of this run, { $expected }; nobody can say whether it came in time.
    .title = Received on a day to come
    .hint = Check the clock of the computer that saved the file, and of this one, and save the file again.
    .why = A computer with a wrong clock writes a time that has not come yet; it decides no deadline.

S013 = { $value }: reported by { $name } and by { $other }; what { $other } says ({ $expected }) is counted, what stands here is not.
    .title = One unit, two senders
    .hint = Agree on who reports; where both have to, declare two forms.
    .why = To add both would count the unit twice.

S014 = Roll-up of { $value }: { $reported } of { $expected_count } reports, received until { $expected }, deadlines judged on { $judged }; { $errors } errors, { $warnings } warnings.
    .title = Reports by a roll-up of the office below
    .hint = Where reports are missing, ask that office for them and for a new roll-up.
    .why = Each report in it is counted as if it had been sent directly, and leads to its cell.

S015 = accepted.csv, line { $line } ({ $value }): { $expired ->
        [yes] it has expired; the finding counts as any other again.
       *[no] nothing of the kind is found any more.
    }
    .title = Acceptance expired or unused
    .hint = Extend it (column until) if the explanation still holds, else remove the line.
    .why = An old explanation that is left may hide a new mistake.

S016 = Indicator { $indicator }: { $expected } counts in place of { $value } (corrections.csv, line { $line }: { $reason }; { $who }, { $when }).
    .title = Figure corrected by the office
    .hint = Have the unit put its file right, too; then the line can go.
    .why = What was corrected by telephone or letter is applied only where the old value stands, and is shown wherever the figure is.

S017 = corrections.csv, line { $line } (indicator { $indicator }, { $value } → { $expected }): { $why ->
        [gone] not applied; the cell says { $found }, not the old value.
        [done] the file says so already; the line can go.
        [several] not applied; { $found } figures have the old value.
        [unread] not applied; the new value cannot be read.
       *[none] not applied; no such figure counts in this period.
    }
    .title = Correction not applied
    .hint = Compare the line with the file; name the file, unit and row more exactly.
    .why = A correction that finds something else than what it corrects may fit another file, or is done already.

S018 = { $name }: this supplement adds to { $expected }; it replaces { $value ->
        [0] nothing
        [one] 1 row ({ $rows })
       *[other] { $value } rows ({ $rows })
    } and adds { $added }.
    .title = Supplement merged by row
    .hint = Check that the unit meant to send only what changed.
    .why = The form lets supplements add to the report before them; all other rows stand as they were.

## Rules of forms

figure-own = [{ $name }] is { $value }
figure-previous = [{ $name }] of the previous period is { $value }
figure-other = { $name } is { $value }

V001 = { $text } (rule { $rule }: { $expected }; { $value })
    .title = Rule violated
    .hint = Check the cells concerned and send it again.
    .why = Rules are declared by the office in the form.

## The period before

P001 = The units that reported this period and { $previous } are not the same: only now { $came }; only then { $went }. Changes are known for the { $value } units (or groups of units) that are there both times.
    .title = Other units than before
    .hint = Ask for what is missing.
    .why = To compare the totals of two different sets of units is wrong.

P002 = There is no submission for { $value }; no comparison is made.
    .title = No previous period
    .hint = Put the earlier reports into that period's folder if a comparison is wanted.
    .why = The previous period is read from its own folder.

P003 = { $value } was made from { $old }: comparable with { $previous } as a group only, not one by one.
    .title = Comparable as a group only
    .hint = Where the shares of a measure are known, declare them in successions.csv (form, indicator, share).
    .why = Where old units were divided among several new ones, nobody knows which part belongs to which.

P004 = { $previous } is closed, but its files now come to other totals than its results ({ $value }; { $count } in all); comparisons go by the files.
    .title = Closed period changed since
    .hint = Put the files of the closed period back as they were, or open it again in closed.csv and run it.
    .why = Two published figures of one period would contradict each other.

P005 = The year to date lacks units that sent nothing: { $value } (period and how many).
    .title = Year to date incomplete
    .hint = Ask for what is missing and run again; do not publish the year or the share of the plan as whole.
    .why = A sum over the year that lacks a sender looks like a smaller one.

P006 = Not the same units answered { $value } in this period and in { $previous }: no change of the totals is given.
    .title = Not answered both times
    .hint = Look at like_value and like_previous in totals.csv, or ask for what is blank.
    .why = A total over more answers is larger for that reason alone.

P007 = { $indicator }: { $value } is { $way ->
        [more] { $times } times
       *[less] one { $times }th of
    } what is usual, about { $expected } (before: { $past }).{ $likely ->
        [none] {""}
       *[other] {" "}If noughts are too many or too few, it is { $likely }.
    }{ $more ->
        [0] {""}
       *[other] {" "}This report has { $more } more of these.
    }
    .title = Far from all earlier periods
    .hint = Ask the unit; if it is right leave it, if not correct it and send it again.
    .why = A nought too many or another unit of measure changes totals, and no sum shows it.

P008 = { $indicator } is 0 or a dash although there was something in every earlier period (before: { $past }).{ $count ->
        [1] {""}
       *[other] {" "}This report has { $count } of these.
    }
    .title = Nothing where there always was something
    .hint = Ask the unit whether nothing arose or the figure is not known yet.
    .why = A zero that stands for “not known” lowers totals, and nobody sees it.

P009 = { $name }: { $value } of { $expected } figures are exactly those of { $previous }{ $columns ->
        [none] .
       *[other] , in { $columns }.
    }
    .title = Figures of the period before
    .hint = Ask the unit whether it forgot to bring them up to date.
    .why = To open the last file, change its title and send it is a common mistake.

P010 = { $name }: its figures ({ $count } of them) are all about { $value } times those of earlier periods, which other units' are not; they may be cumulative.
    .title = Perhaps cumulative figures
    .hint = Ask the unit whether it states the period or the year so far.
    .why = Cumulative figures in the period's column add up periods twice.

P011 = { $rows ->
        [all] The figures of { $value } rows do not stand where they stood in { $previous } (column { $indicator }): the names may have been sorted without their figures.
       *[other] The figures of { $rows } may have changed places: each row is far more like the other one's past.
    }
    .title = Figures at other rows
    .hint = Compare row by row with the last report.
    .why = Totals stay the same, so that no sum shows it; the figures of each unit are wrong.

P012 = { $indicator }: no in this period, yes in all earlier ones.
    .title = Yes became no
    .hint = Ask if that is odd.
    .why = What is there rarely goes away.

P013 = { $numerator } equals { $denominator } in all { $value } rows; in { $previous } most were different.
    .title = Numerator equals denominator throughout
    .hint = See whether a column was copied.
    .why = A column copied to its neighbour makes every rate 100 %.

P014 = { $indicator }: { $other ->
        [none] { $value } rows in a row are { $figure } or grow evenly from there; in { $previous } they did not.
       *[other] all { $value } figures are those of { $other }; in { $previous } they were not.
    }
    .title = Filled down or copied over
    .hint = See whether a cell was dragged down or a column pasted by mistake.
    .why = A cell dragged down overwrites the figures below it.

P015 = { $indicator }: the day { $value } is outside of the period ({ $from } – { $to }).{ $likely ->
        [none] {""}
       *[other] {" "}Perhaps { $likely }.
    }
    .title = Day outside of the period
    .hint = Check day, month and year; what belongs to another period is reported there.
    .why = What is of another period adds to the wrong total, and may be counted twice.

P016 = { $name }: { $value } of { $expected } figures are exactly those of { $other }.
    .title = Figures of another unit
    .hint = Ask the unit whether it used another one's file.
    .why = Several large figures alike at the same indicators are no chance.

P017 = This record stands in the report of { $previous } already: { $value }.
    .title = Record reported before
    .hint = Leave it out of one of the two periods.
    .why = What is counted in two periods is too much in the year.

P018 = { $indicator }: { $value }, where the figure of { $previous } and { $other } of this period come to { $expected }; in earlier periods they agreed.
    .title = Running figure does not go on
    .hint = Check this figure, and the one that runs into it.
    .why = A running figure that jumps was copied, mistyped, or its own period's figure is wrong.

P019 = { $indicator }: { $value }, but its parts { $parts } come to { $expected }; with the others, and before, they agree.
    .title = Whole and parts do not agree
    .hint = Check the whole and each of its parts.
    .why = Where everybody's parts add up, those that do not are mistyped or incomplete.

P020 = { $name }: all { $expected } answers are yes, { $value } of which have always been no.
    .title = Everything became yes at once
    .hint = Ask whether the answers were filled down.
    .why = What comes one by one rarely comes all at once.

P021 = { $indicator }: { $value }, where there was nothing in all { $count } earlier periods.
    .title = Something where there always was nothing
    .hint = See whether the figure belongs to another row or column.
    .why = A figure typed one row too low leaves a zero in its own.

P022 = { $indicator }: { $value } is far above all { $count } others (the largest of them: { $expected }).
    .title = Record far from all others
    .hint = Check the unit of measure and the noughts.
    .why = One amount in the wrong unit of measure outweighs the whole list.

P023 = { $indicator } is { $value } % of { $denominator }; in earlier periods it was about { $expected } %.
    .title = Share far from all earlier periods
    .hint = Check both figures.
    .why = A numerator and its denominator move together; where they come apart one of them is mistyped.

## Written report

W001 = { $place }: there is no figure for “{ $value }”; the report says [no figure yet], marked yellow.
    .title = Figure missing from the report
    .hint = See which units have not sent this form; fill the report again when there is a figure.
    .why = A gap in a document must be seen before it is signed.

W002 = { $place }: “{ $value }” is of { $reported } of { $expected-count } units so far; the report says so, marked yellow.
    .title = Incomplete figure in the report
    .hint = Remind the units that are missing and fill the report again, or keep the remark in brackets.
    .why = What some of the units come to must not be read as the whole.

W003 = { $place }: the tag “{ $value }” cannot be read: { $expected }. What stands there is kept.
    .title = Wrong tag in the report's template
    .hint = In Word open Developer > Properties of this content control and mend its tag as docs/report.md says.
    .why = What has a wrong tag is not filled.

W004 = { $place }: in “{ $value }” somebody typed “{ $typed }”, the data come to “{ $expected }”; what was typed is kept.
    .title = Figure typed over in the report
    .hint = Where the data are right, empty the control and fill the report again; where the typed figure is right, correct the data in corrections.csv.
    .why = What is signed must be what the units' reports come to.

W005 = { $place }: “{ $value }” says “{ $typed }”, the data come to “{ $expected }” now.
    .title = Old figure in the report
    .hint = Run `tonghop report` again; the text outside the controls stays as it is.
    .why = Something was sent or corrected after the document was made.
