using System.Diagnostics;
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
    public async Task An_answer_that_cannot_be_written_costs_a_sentence_at_most(string line, int exit, string error) =>
        Assert.Equal((exit, error), await ShellAsync($"\"$0\" {line}"));

    [Theory]
    [InlineData("--check")]
    [InlineData("--Interface=nowhere")]
    public async Task Too_few_files_are_told_before_whatever_comes_last_fails(string line)
    {
        var (exit, said) = await ShellAsync($"ulimit -n 200; exec \"$0\" {line}");
        Assert.Equal(1, exit);
        Assert.Equal(
            "error - this process may have 200 files open at a time and needs 512 at least: raise LimitNOFILE of the unit, or \"ulimit -n\"\n", said);
    }

    private static async Task<(int Exit, string Said)> ShellAsync(string line)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", line, Path.Combine(AppContext.BaseDirectory, "bootservice")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("JOURNAL_STREAM");
        using var shell = Process.Start(start)!;
        var output = shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (shell.ExitCode, said);
    }
}
