using BootService.Cli.Tests.Support;

namespace BootService.Cli.Tests;

public class StandardStreamTests
{
    [Theory]
    [InlineData("--version >&-", 0, "")]
    [InlineData("--version <&- >&- 2>&-", 0, "")]
    [InlineData("list hots >&-", 1, "error - the daemon is not running")]
    [InlineData("help >/dev/full", 1, "error - the answer cannot be written whole: No space left on device")]
    [InlineData("--version >/dev/full 2>&1", 1, "")]
    public async Task Streams_that_are_closed_or_full_cost_a_sentence_at_most(string line, int exit, string error)
    {
        var (code, _, said) = await ShellAsync($"\"$0\" {line}");
        Assert.Equal(exit, code);
        Assert.StartsWith(error, said, StringComparison.Ordinal);
        Assert.Equal(error.Length == 0, said.Length == 0);
    }

    /// <summary>Its number is taken by a file of the runtime's own, which has no end.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(",\"secret\":true,\"text\":\"password of root\"")]
    public async Task An_input_that_is_closed_is_empty(string secret)
    {
        using var daemon = new FakeDaemon(
            $"{{\"event\":\"want\",\"path\":\"-\"{secret}}}\n{{\"event\":\"end\",\"exit\":1}}\n", "{\"event\":\"end\",\"exit\":0}\n");
        Assert.Equal(new ShelledProgram(0, "", ""), await ShellAsync($"ulimit -v 4000000; exec \"$0\" --socket {daemon.Path} load hostfile file=- <&-"));
        Assert.Equal(string.Empty, daemon.Requests[1].Files!["-"].ToString());
    }

    [Fact]
    public async Task An_input_without_end_is_refused_at_the_length_of_a_file()
    {
        using var daemon = new FakeDaemon("{\"event\":\"want\",\"path\":\"-\"}\n{\"event\":\"end\",\"exit\":1}\n");
        var (code, _, said) = await ShellAsync($"exec \"$0\" --socket {daemon.Path} load hostfile file=- </dev/zero");
        Assert.Equal((1, "error - cannot read -: it has more than 256 MiB\n"), (code, said));
    }

    [Fact]
    public async Task Who_has_read_enough_is_told_nothing()
    {
        var (_, _, said) = await ShellAsync("{ \"$0\" help; echo $? >&2; } | :");
        Assert.Equal("1\n", said);
    }

    [Fact]
    public async Task It_runs_in_a_folder_that_was_removed()
    {
        var (code, output, said) = await ShellAsync("d=$(mktemp -d); cd \"$d\"; rmdir \"$d\"; \"$0\" --version");
        Assert.Equal((0, string.Empty), (code, said));
        Assert.StartsWith("stack ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_screen_is_left_as_it_was()
    {
        var (code, output, _) = await ShellAsync("TERM=xterm script -qec \"'$0' --version\" /dev/null </dev/null");
        Assert.Equal(0, code);
        Assert.StartsWith("stack ", output, StringComparison.Ordinal);
    }

    private static Task<ShelledProgram> ShellAsync(string line) =>
        ShelledProgram.RunAsync("stack", line, ("BOOTSERVICE_SOCKET", "/nonexistent/admin.sock"), TestContext.Current.CancellationToken);
}
