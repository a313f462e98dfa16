using System.Diagnostics;
using BootService.Tests.Architecture;
using Xunit;

namespace BootService.Tests.Packaging;

/// <summary>The unit as systemd's own tools read it.</summary>
public class SystemdUnitTests
{
    private static readonly string Unit = SourceTree.Path("systemd", "bootservice.service");

    [Fact]
    public void Systemd_understands_every_line()
    {
        // The program is not installed on the machine that tests, which is the only thing verify may find.
        var complaints = Run("verify", Unit).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.Contains("bootservice.service", StringComparison.Ordinal))
            .Where(line => !line.Contains("is not executable", StringComparison.Ordinal) && !line.Contains("Command 'man", StringComparison.Ordinal));
        Assert.Empty(complaints);
    }

    [Fact]
    public void The_daemon_is_confined()
    {
        var verdict = Run("security", "--offline=true", "--threshold=19", Unit);
        Assert.Contains("OK", verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void It_runs_as_its_own_user_with_the_two_capabilities_it_needs()
    {
        var lines = File.ReadAllLines(Unit);
        Assert.Contains("User=bootservice", lines);
        Assert.Contains("CapabilityBoundingSet=CAP_NET_BIND_SERVICE CAP_NET_RAW", lines);
    }

    [Fact]
    public void It_reloads_comes_back_after_any_end_and_leaves_no_core_file()
    {
        var lines = File.ReadAllLines(Unit);
        Assert.Contains("ExecReload=/bin/kill -HUP $MAINPID", lines);
        Assert.Contains("Restart=always", lines);
        Assert.Contains("LimitCORE=0", lines);
        Assert.Contains(lines, line => line.StartsWith("MemoryMax=", StringComparison.Ordinal));

        // Otherwise five starts in ten seconds would have systemd give up for good.
        Assert.Contains("StartLimitIntervalSec=0", lines);
    }

    [Theory]
    [InlineData("postinst")]
    [InlineData("prerm")]
    [InlineData("postrm")]
    public void The_packages_scripts_are_ones_that_a_shell_reads(string script)
    {
        using var shell = Process.Start("dash", ["-n", SourceTree.Path("systemd", "debian", script)]);
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        Assert.Contains($"systemd/debian/{script}", File.ReadAllText(SourceTree.Path("Makefile")), StringComparison.Ordinal);
    }

    private static string Run(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("systemd-analyze", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + errors.GetAwaiter().GetResult();
    }
}
