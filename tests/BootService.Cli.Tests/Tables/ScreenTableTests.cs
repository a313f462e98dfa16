using System.Text;
using BootService.Cli.Tables;

namespace BootService.Cli.Tests.Tables;

public class ScreenTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly TableHeader Status = new(
        ["host", "rack", "state", "attempt", "heard", "why", "comment"], Owner: true, KeepOwner: true, Plain: false);

    private static readonly string[] Rows =
    [
        """{"host":"backend-0-0","rack":0,"state":"failed","attempt":12,"heard":"2026-11-22T11:57:00Z","why":"the disk that install.disk names is not on this machine","comment":null}""",
        """{"host":"backend-0-1","rack":10,"state":null,"attempt":null,"heard":"2026-11-20T09:00:00Z","why":null,"comment":"spare"}""",
    ];

    [Fact]
    public void A_wide_screen_shows_all_of_it_and_nothing_where_nothing_is()
    {
        var (text, remarks) = Show(200, 50, Status, Rows);
        Assert.Equal(
            """
            HOST          RACK  STATE   ATTEMPT  HEARD (UTC)                    WHY                                                      COMMENT
            backend-0-0:     0  failed       12  11:57:00 (3 min ago)           the disk that install.disk names is not on this machine
            backend-0-1:    10                   2026-11-20 09:00 (2 days ago)                                                           spare

            """, Plain(text));
        Assert.Empty(remarks);
    }

    [Fact]
    public void A_narrow_screen_cuts_sentences_first_and_leaves_out_what_matters_least()
    {
        var (text, remarks) = Show(80, 1, Status, Rows);
        Assert.All(Plain(text).Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("…", text, StringComparison.Ordinal);
        Assert.Equal(
            ["left out for want of room: comment (a wider screen or output-col= shows them)"],
            remarks.Select(remark => remark.Replace("attempt, ", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void Where_all_rows_fit_the_screen_sentences_go_on_below()
    {
        var header = new TableHeader(["check", "verdict", "result", "what to do"], Owner: false, KeepOwner: false, Plain: false);
        var (text, _) = Show(
            60, 24, header,
            [
                """{"check":"ports","verdict":"fine","result":"ours alone","what to do":null}""",
                """{"check":"arp","verdict":"wrong","result":"eth2 is on the segment of eth1 and answers for it","what to do":"take eth2 off that segment"}""",
            ]);
        Assert.Equal(
            """
            CHECK  VERDICT  RESULT                 WHAT TO DO
            ports  fine     ours alone
            arp    wrong    eth2 is on the         take eth2 off that
                            segment of eth1 and    segment
                            answers for it

            """, Plain(text));
        Assert.DoesNotContain("…", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("abcdefghij kl", 4, "abcd|efgh|ij|kl")]
    [InlineData("short", 9, "short")]
    [InlineData("", 9, "")]
    public void A_sentence_is_broken_between_words(string text, int width, string lines) =>
        Assert.Equal(lines.Split('|'), CellText.Wrapped(text, width));

    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(120)]
    public void No_line_is_wider_than_the_screen(int width)
    {
        var (text, _) = Show(width, 24, Status, Rows);
        Assert.All(Plain(text).Split('\n'), line => Assert.InRange(line.Length, 0, Math.Max(width, 20)));
    }

    [Fact]
    public void A_column_that_was_asked_for_stays()
    {
        var (text, remarks) = Show(40, 24, Status, Rows, ["host", "comment", "attempt"]);
        Assert.Equal("HOST          ATTEMPT  COMMENT\nbackend-0-0:       12\nbackend-0-1:           spare\n", Plain(text));
        Assert.Empty(remarks);
    }

    [Fact]
    public void States_have_a_colour_that_says_how_it_stands()
    {
        var (text, _) = Show(200, 50, Status, Rows);
        Assert.Contains("\e[31mfailed\e[0m", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', Show(200, 50, Status, Rows, isColoured: false).Text);
    }

    [Fact]
    public void More_rows_than_the_screen_has_lines_are_folded_where_they_are_equal()
    {
        var header = new TableHeader(["host", "action"], Owner: true, KeepOwner: false, Plain: false);
        string[] rows = [.. Enumerable.Range(0, 40).Select(rank => $$"""{"host":"backend-0-{{rank}}","action":"{{(rank == 7 ? "install" : "os")}}"}""")];
        Assert.Equal("HOST               ACTION\nbackend-0-[0-6]:   os\nbackend-0-7:       install\nbackend-0-[8-39]:  os\n",
            Plain(Show(80, 24, header, rows).Text));
        Assert.Equal(41, Plain(Show(80, 60, header, rows).Text).Count('\n'));
    }

    [Fact]
    public void Truth_is_yes_and_no() => Assert.Equal(
        "NAME  PXE\na     yes\nb     no\n",
        Plain(Show(
            80, 24, new TableHeader(["name", "pxe"], Owner: false, KeepOwner: true, Plain: false),
            ["""{"name":"a","pxe":true}""", """{"name":"b","pxe":false}"""]).Text));

    [Theory]
    [InlineData("2026-11-22T11:59:30Z", "11:59:30 (30 s ago)")]
    [InlineData("2026-11-22T00:30:00Z", "00:30:00 (11 h ago)")]
    [InlineData("2026-12-22T12:00:00Z", "2026-12-22 12:00 (in 30 days)")]
    [InlineData("2026-11-22T11:59:30.250Z", "11:59:30.250")]
    [InlineData("yesterday", "yesterday")]
    public void A_time_has_its_age(string said, string shown) => Assert.Equal(shown, new ScreenTime(Now, TimeZoneInfo.Utc).Of(said));

    [Fact]
    public void A_time_is_the_readers_and_says_its_zone_where_that_is_not_the_headers()
    {
        var rules = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            new DateTime(2026, 1, 1), new DateTime(2026, 12, 31), TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 29),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 25));
        var time = new ScreenTime(Now, TimeZoneInfo.CreateCustomTimeZone("here", TimeSpan.FromHours(1), "here", "here", "here in summer", [rules]));
        Assert.Equal("+01:00", time.Zone);
        Assert.Equal("12:57:00 (3 min ago)", time.Of("2026-11-22T11:57:00Z"));
        Assert.Equal("2026-07-01 14:00 +02:00 (144 days ago)", time.Of("2026-07-01T12:00:00Z"));
    }

    private static (string Text, List<string> Remarks) Show(
        int width, int height, TableHeader header, string[] rows, string[]? columns = null, bool isColoured = true)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var remarks = new List<string>();
        var table = new ScreenTable(
            output, header, showHeader: true, columns, new Screen(width, height, isColoured), new ScreenTime(Now, TimeZoneInfo.Utc), remarks.Add);
        foreach (var row in rows)
        {
            table.Row(Encoding.UTF8.GetBytes(row));
        }

        table.End();
        return (output.ToString(), remarks);
    }

    private static string Plain(string text) =>
        System.Text.RegularExpressions.Regex.Replace(
            text, "\e\\[[0-9]+m", string.Empty, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
}
