using BootService.Cli.Tests.Support;
using Xunit;

namespace BootService.Tests.Hosting;

/// <summary>The program as a process of its own, in places where little is to be had.</summary>
public class ErrandProcessTests
{
    [Theory]
    [InlineData("--help >/dev/full", 1, "error - the answer cannot be written whole: No space left on device\n")]
    [InlineData("--check >/dev/full", 1, "error - the answer cannot be written whole: No space left on device\n")]
    [InlineData("--help >/dev/full 2>&1", 1, "")]
    [InlineData("--version <&- >&-", 0, "")]
    [InlineData("--help | :", 0, "")]
    public async Task An_answer_that_cannot_be_written_costs_a_sentence_at_most(string line, int exit, string error)
    {
        var run = await ShellAsync($"\"$0\" {line}");
        Assert.Equal((exit, error), (run.Code, run.Error));
    }

    [Theory]
    [InlineData("--check")]
    [InlineData("--Interface=nowhere")]
    public async Task Too_few_files_are_told_before_whatever_comes_last_fails(string line)
    {
        var (exit, _, said) = await ShellAsync($"ulimit -n 200; exec \"$0\" {line}");
        Assert.Equal(1, exit);
        Assert.Equal(
            "error - this process may have 200 files open at a time and needs 512 at least: raise LimitNOFILE of the unit, or \"ulimit -n\"\n", said);
    }

    private static Task<ShelledProgram> ShellAsync(string line) =>
        ShelledProgram.RunAsync("bootservice", line, ("JOURNAL_STREAM", null), TestContext.Current.CancellationToken);
}
