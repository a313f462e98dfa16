using System.Text;
using BootService.Commands.Files;
using CsCheck;

namespace BootService.Commands.Tests.Files;

/// <summary>Tables as text: whatever stands in the cells is read as it was written, by whatever it is separated.</summary>
public sealed class CsvTests
{
    private static readonly Gen<string> Cell = Gen.OneOf(
        Gen.Int[0, 13].Select(at => new[] { "", " ", "\t", "a b", " lead", "trail ", "\"", "\"\"", "a\"b", "=1+1", "#x", "x\ny", "x\r\ny", "\uFEFF" }[at]),
        Gen.String[Gen.Char[' ', '\u024F'], 0, 8].Where(text => text.All(letter => !char.IsControl(letter) || letter is '\t')));

    [Fact]
    public void What_is_written_is_read_as_it_was() => Cell.Array[1, 5].Array[1, 6].Sample(
        rows =>
        {
            // The first row says what separates cells; a reader of a real file always has names there.
            var width = rows.Max(row => row.Length) + 1;
            var text = new StringBuilder();
            CsvWriter.Append(text, Enumerable.Range(0, width).Select(at => $"c{at}"));
            foreach (var row in rows)
            {
                CsvWriter.Append(text, row);
            }

            var faults = new FileFaults("f");
            var read = CsvReader.Rows(text.ToString(), faults);
            Assert.Equal(0, faults.Count);
            Assert.Equal(rows.Select(row => row.ToArray()), read.Skip(1).Select(row => row.Select(cell => cell.Text).ToArray()));
        },
        iter: 500);

    [Theory]
    [InlineData("a,b\n1,2\n")]
    [InlineData("a;b\n1;2\n")]
    [InlineData("a\tb\n1\t2\n")]
    [InlineData("a|b\n1|2\n")]
    [InlineData("sep=;\na;b\n1;2\n")]
    [InlineData("SEP=|\r\na|b\r\n1|2\r\n")]
    [InlineData("\"a\",\"b\"\n\"1\",\"2\"")]
    [InlineData("a , b\r\n 1 , 2 \r\n")]
    [InlineData("a,b\r1,2\r")]
    [InlineData("\uFEFFa,b\n=\"1\",2\n\u001A")]
    public void The_separator_is_found_out_from_the_first_line(string text) => Assert.Equal([["a", "b"], ["1", "2"]], Read(text));

    [Fact]
    public void A_comma_in_quotes_separates_nothing() => Assert.Equal([["a,x", "b"], ["1", "2;3"]], Read("\"a,x\";b\n1;\"2;3\"\n"));

    [Fact]
    public void Each_cell_knows_its_place()
    {
        var rows = CsvReader.Rows("a,b\n\"x\ny\",z\n  u , v\n", new FileFaults("f"));
        var cells = rows.SelectMany(row => row).Select(cell => (cell.Text, cell.Line, cell.Column));
        Assert.Equal([("a", 1, 1), ("b", 1, 3), ("x\ny", 2, 1), ("z", 3, 4), ("u", 4, 3), ("v", 4, 7)], cells);
    }

    [Theory]
    [InlineData("a\n\"x\n", "2:1 the quoted cell that begins here lacks its closing quote")]
    [InlineData("a,b\n\"x\"y,z\n", "2:1 after the closing quote there is more text: double the quotes inside the cell")]
    public void Quotes_that_do_not_close_are_told(string text, string fault)
    {
        var faults = new FileFaults("f");
        CsvReader.Rows(text, faults);
        Assert.Equal([fault], faults.All.Select(one => $"{one.Line}:{one.Column} {one.Sentence}"));
    }

    [Theory]
    [InlineData("a,b,a\n1,2,3\n", "1:5 column \"a\" is there twice")]
    [InlineData("a,b\n1,2,3\n", "2:5 the row has 3 cells and the header has 2")]
    [InlineData("a,,b\n1,2,3\n", "2:3 \"2\" stands in a column without a header")]
    [InlineData("a,b\n1,x\uFFFDy\n", "2:3 \"x\uFFFDy\" holds a character that was lost when the file was read: save it as UTF-8")]
    [InlineData("", "1:1 the file is empty")]
    [InlineData("\n,,\n# nothing\n", "1:1 the file is empty")]
    public void What_is_no_table_is_told(string text, string fault)
    {
        var faults = new FileFaults("f");
        CsvTable.Parse(text, header => header, faults);
        Assert.Equal([fault], faults.All.Select(one => $"{one.Line}:{one.Column} {one.Sentence}"));
    }

    [Fact]
    public void Blank_rows_notes_and_cells_behind_the_last_column_are_nothing()
    {
        var faults = new FileFaults("f");
        var table = CsvTable.Parse("\n# of May\na,b,,,\n,,\n1,2,,,,\n\n#3,4\n5\n", header => header, faults)!;
        Assert.Equal((0, 2), (faults.Count, table.Rows.Count));
        Assert.Equal(["2", ""], table.Rows.Select(row => table.Cell(row, "b").Text));
        Assert.Equal("", table.Cell(table.Rows[0], "nosuch").Text);
    }

    [Fact]
    public void A_column_is_filled_where_it_is_empty_and_made_where_it_is_missing()
    {
        var table = CsvTable.Parse("a,b\n1,\n2,x\n", header => header, new FileFaults("f"))!;
        var filled = table.Filled("b", row => $"b{row[0].Text}").Filled("c", row => $"c{row[0].Text}");
        Assert.Equal([("b1", "c1"), ("x", "c2")], filled.Rows.Select(row => (filled.Cell(row, "b").Text, filled.Cell(row, "c").Text)));
        Assert.False(filled.Without("b").Has("b"));
    }

    [Fact]
    public void Faults_are_told_in_the_order_of_their_places_and_counted_beyond_those_that_are_kept()
    {
        var faults = new FileFaults("f");
        for (var line = 5000; line > 0; line--)
        {
            faults.Add(new CsvCell(string.Empty, line, 1), "x");
        }

        Assert.Equal((5000, false), (faults.Count, faults.IsSuggesting));
        Assert.True(faults.All.Zip(faults.All.Skip(1)).All(pair => pair.First.Line < pair.Second.Line));
        faults.Only(new CsvCell(string.Empty, 1, 1), "all of it");
        Assert.Equal((1, "all of it"), (faults.Count, faults.All.Single().Sentence));
    }

    private static string[][] Read(string text)
    {
        var faults = new FileFaults("f");
        var rows = CsvReader.Rows(text, faults).Select(row => row.Select(cell => cell.Text).ToArray()).ToArray();
        Assert.Equal(0, faults.Count);
        return rows;
    }
}
