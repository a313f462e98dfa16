using System.Text.RegularExpressions;
using BootService.Cli.Tables;
using BootService.Cli.Tests.Support;

namespace BootService.Cli.Tests.Tables;

public partial class BoardTableTests
{
    private const string Table =
        """{"event":"table","headers":["host","state","since","why"],"owner":true,"keepOwner":true,"plain":false,"live":true,"board":true}""" + "\n";

    [Fact]
    public void Whoever_fails_comes_first_and_each_host_once()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var board = new BoardTable(
            output, new TableHeader(["host", "state", "since", "why"], Owner: true, KeepOwner: true, Plain: false) { Live = true, Board = true },
            () => new Screen(80, 8, IsColoured: false), TimeProvider.System, TimeZoneInfo.Utc);
        foreach (var (rank, state) in new[] { (0, "up"), (1, "installing"), (2, "up"), (3, "up"), (4, "up") })
        {
            board.Row(System.Text.Encoding.UTF8.GetBytes($$"""{"host":"backend-0-{{rank}}","state":"{{state}}","since":null,"why":null}"""));
        }

        board.Draw("watching");
        Assert.Equal(
            ["1 installing   4 up", "", "HOST          STATE       SINCE  WHY", "backend-0-1:  installing", "backend-0-0:  up", "backend-0-2:  up",
                "... and 2 more", "watching"], Lines(output.ToString()));
        output.GetStringBuilder().Clear();
        board.Row("{\"host\":\"backend-0-4\",\"state\":\"failing\",\"since\":null,\"why\":\"no disk\"}"u8);
        board.Draw("watching");
        Assert.Equal(
            ["1 failing   1 installing   3 up", "", "HOST          STATE       SINCE  WHY", "backend-0-4:  failing            no disk",
                "backend-0-1:  installing", "backend-0-0:  up", "... and 2 more", "watching"], Lines(output.ToString()));
        output.GetStringBuilder().Clear();
        board.End();
        Assert.Equal("\e[?25h\e[?1049l1 failing   1 installing   3 up\n", output.ToString());
    }

    [Fact]
    public async Task A_screen_is_drawn_at_each_tick_and_given_back_and_a_pipe_gets_lines()
    {
        const string Said = Table + """{"event":"row","row":{"host":"a","state":"up","since":null,"why":null}}""" + "\n"
            + """{"event":"progress","text":"watching 1 hosts","done":0,"total":0}""" + "\n" + """{"event":"end","exit":0}""" + "\n";
        using var daemon = new FakeDaemon(Said, Said);
        var (exit, screen, _) = await daemon.TypeAtScreenAsync("watch");
        Assert.Equal(0, exit);
        Assert.StartsWith("\e[?1049h", screen, StringComparison.Ordinal);
        Assert.Contains("\e[?1049l", screen, StringComparison.Ordinal);
        Assert.True(daemon.Requests[0].Screen);
        Assert.Equal("HOST STATE SINCE WHY\na:   up    -     -\n", (await daemon.TypeAsync("watch")).Out);
        Assert.Null(daemon.Requests[1].Screen);
    }

    private static string[] Lines(string text) => [.. Escape().Replace(text, string.Empty).Split("\r\n")];

    [GeneratedRegex(@"\e\[[?0-9]*[a-zA-Z]", RegexOptions.None, 1000)]
    private static partial Regex Escape();
}
