using System.Text;
using BootService.Cli.Tables;

namespace BootService.Cli.Tests.Tables;

public class TableTests
{
    private static readonly TableHeader Hosts = new(
        ["host", "rack", "rank", "cpus", "appliance", "distribution", "runaction", "installaction"], Owner: true, KeepOwner: true, Plain: false);

    private static readonly string[] HostRows =
    [
        """{"host":"frontend","rack":0,"rank":0,"cpus":1,"appliance":"frontend","distribution":"default","runaction":"os","installaction":"install"}""",
        """{"host":"backend-0-0","rack":0,"rank":0,"cpus":2,"appliance":"backend","distribution":"default","runaction":"os","installaction":"install"}""",
    ];

    [Fact]
    public void A_table_looks_as_it_did_in_Stacki() => Assert.Equal(
        """
        HOST.........RACK.RANK.CPUS.APPLIANCE.DISTRIBUTION.RUNACTION.INSTALLACTION$
        frontend:....0....0....1....frontend..default......os........install......$
        backend-0-0:.0....0....2....backend...default......os........install......$

        """,
        Text(Hosts, HostRows).Replace(' ', '.').Replace("\n", "$\n", StringComparison.Ordinal));

    [Fact]
    public void An_owner_that_is_the_same_in_all_rows_vanishes() =>
        Assert.Equal(
            "ACTION \ninstall\n",
            Text(new TableHeader(["host", "action"], Owner: true, KeepOwner: false, Plain: false), """{"host":"backend-0-0","action":"install"}"""));

    [Fact]
    public void Empty_cells_are_filled_with_hyphens() =>
        Assert.Equal(
            "ACTION\n------\n", Text(
                new TableHeader(["host", "action"], Owner: true, KeepOwner: false, Plain: false), """{"host":"backend-0-0","action":null}"""));

    [Fact]
    public void A_table_without_rows_is_nothing_at_all() => Assert.Equal(string.Empty, Text(Hosts));

    [Fact]
    public void The_header_can_be_left_out() =>
        Assert.Equal(
            "frontend:    0 0 1 frontend default os install\nbackend-0-0: 0 0 2 backend  default os install\n",
            Render(output => new TextTable(output, Hosts, showHeader: false, null), HostRows));

    [Fact]
    public void Columns_can_be_chosen() =>
        Assert.Equal(
            "HOST         APPLIANCE\nfrontend:    frontend \nbackend-0-0: backend  \n",
            Render(output => new TextTable(output, Hosts, showHeader: true, ["host", "appliance"]), HostRows));

    [Fact]
    public void A_value_with_lines_stays_on_its_line_and_does_nothing_to_the_screen() =>
        Assert.Equal(
            "VALUE        \na\\nb\\t\\x1b[1m\nzażółć       \n",
            Text(new TableHeader(["value"], Owner: false, KeepOwner: false, Plain: false), """{"value":"a\nb\t\u001b[1m"}""", """{"value":"zażółć"}"""));

    [Fact]
    public void Columns_are_as_wide_as_their_letters() =>
        Assert.Equal(
            "A    B\nżółw x\nabcd y\n",
            Text(new TableHeader(["a", "b"], Owner: false, KeepOwner: false, Plain: false), """{"a":"żółw","b":"x"}""", """{"a":"abcd","b":"y"}"""));

    [Fact]
    public void Json_is_a_list_of_objects() =>
        Assert.Equal("[" + HostRows[0] + ",\n " + HostRows[1] + "]\n", Render(output => new JsonTable(output, Hosts, null), HostRows));

    [Fact]
    public void Json_without_rows_is_an_empty_list() => Assert.Equal("[]\n", Render(output => new JsonTable(output, Hosts, null)));

    [Fact]
    public void Json_has_the_chosen_columns() =>
        Assert.Equal("""[{"host":"frontend","rack":0}]""" + "\n", Render(output => new JsonTable(output, Hosts, ["host", "rack"]), HostRows[0]));

    [Fact]
    public void Python_reads_its_list() =>
        Assert.Equal(
            "[{'a': 'it\\'s\\n', 'n': 3, 'z': None}]\n",
            Render(output => new PythonTable(output, new TableHeader(["a", "n", "z"], Owner: true, KeepOwner: true, Plain: false), null),
                """{"a":"it's\n","n":3,"z":null}"""));

    [Fact]
    public void A_shell_takes_the_values_as_they_are() =>
        Assert.Equal(
            "stack_what_to_do=\"it's \\\"so\\\" \\$(reboot) \\`id\\` \\\\\"\nstack_n=\"3\"\n\n",
            Render(output => new ShellTable(output, new TableHeader(["what to do", "n"], Owner: true, KeepOwner: true, Plain: false), null),
                """{"what to do":"it's \"so\" $(reboot) `id` \\","n":3}"""));

    [Theory]
    [InlineData("csv", "a,n,z,yes,list\n\"it's, \"\"so\"\"\",3,,true,x1 y2\n")]
    [InlineData("yaml", "- a: \"it's, \\\"so\\\"\"\n  \"n\": 3\n  z: null\n  \"yes\": true\n  list: [x1, y2]\n")]
    [InlineData("python", "[{'a': 'it\\'s, \"so\"', 'n': 3, 'z': None, 'yes': True, 'list': ['x1', 'y2']}]\n")]
    [InlineData("text", "A          N Z YES  LIST \nit's, \"so\" 3 - True x1 y2\n")]
    public void Types_are_kept_where_a_form_has_them(string form, string expected)
    {
        var header = new TableHeader(["a", "n", "z", "yes", "list"], Owner: false, KeepOwner: true, Plain: false);
        Assert.Equal(expected, Render(
            output => form switch
            {
                "csv" => new CsvTable(output, header, showHeader: true, null),
                "yaml" => new YamlTable(output, header, null),
                "python" => new PythonTable(output, header, null),
                _ => new TextTable(output, header, showHeader: true, null),
            },
            """{"a":"it's, \"so\"","n":3,"z":null,"yes":true,"list":["x1","y2"]}"""));
    }

    [Theory]
    [InlineData("csv", "host,rack\n")]
    [InlineData("yaml", "[]\n")]
    public void Nothing_is_nothing_in_every_form(string form, string expected)
    {
        var header = new TableHeader(["host", "rack"], Owner: true, KeepOwner: true, Plain: false);
        Assert.Equal(expected, Render(output => form == "csv" ? new CsvTable(output, header, showHeader: true, null) : new YamlTable(output, header, null)));
    }

    [Fact]
    public void A_text_of_one_owner_is_shown_as_it_is() =>
        Assert.Equal("<x>\n  y\n</x>\n", Render(output => new PlainTable(output, Plain), """{"host":"a","profile":"<x>\n  y\n</x>\n"}"""));

    [Fact]
    public void Texts_of_several_owners_say_whose_each_line_is() =>
        Assert.Equal(
            "a:   x\nbcd: y\nbcd: z\n",
            Render(output => new PlainTable(output, Plain), """{"host":"a","profile":"x\n"}""", """{"host":"bcd","profile":"y\nz\n"}"""));

    private static TableHeader Plain { get; } = new(["host", "profile"], Owner: true, KeepOwner: false, Plain: true);

    private static string Text(TableHeader header, params string[] rows) => Render(output => new TextTable(output, header, showHeader: true, null), rows);

    private static string Render(Func<TextWriter, ITable> make, params string[] rows)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var table = make(output);
        foreach (var row in rows)
        {
            table.Row(Encoding.UTF8.GetBytes(row));
        }

        table.End();
        return output.ToString();
    }

    [Fact]
    public void A_live_table_shows_each_row_as_it_comes_and_its_columns_only_grow()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var table = new LiveTable(
            output, new TableHeader(["host", "what", "why"], Owner: true, KeepOwner: true, Plain: false) { Live = true }, showHeader: true, columns: null,
            screen: null);
        table.Row("{\"host\":\"a\",\"what\":\"OFFER\",\"why\":null}"u8);
        Assert.Equal("HOST WHAT  WHY\na:   OFFER -\n", output.ToString());
        table.Row("{\"host\":\"backend\",\"what\":\"ACK\",\"why\":\"a\\u001bb\"}"u8);
        Assert.EndsWith("\nbackend: ACK   a\\x1bb\n", output.ToString(), StringComparison.Ordinal);
    }
}
