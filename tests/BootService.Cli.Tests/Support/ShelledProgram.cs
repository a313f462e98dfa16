using System.Diagnostics;

namespace BootService.Cli.Tests.Support;

/// <summary>A program of this folder, run by a shell, for what only a shell can do to it: streams that are closed, limits, pipes.</summary>
/// <param name="Code">How the shell ended.</param>
/// <param name="Output">What was printed.</param>
/// <param name="Error">What was said.</param>
internal sealed record ShelledProgram(int Code, string Output, string Error)
{
    /// <summary>Runs a line.</summary>
    /// <param name="program">The program's name, which the line has as <c>$0</c>.</param>
    /// <param name="line">The shell's line.</param>
    /// <param name="environment">What the environment says otherwise; null for a variable that is not there.</param>
    /// <param name="cancel">Stops waiting for it.</param>
    public static async Task<ShelledProgram> RunAsync(string program, string line, (string Name, string? Value) environment, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", line, Path.Combine(AppContext.BaseDirectory, program)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[environment.Name] = environment.Value;
        using var shell = Process.Start(start)!;
        var error = shell.StandardError.ReadToEndAsync(cancel);
        var output = await shell.StandardOutput.ReadToEndAsync(cancel);
        await shell.WaitForExitAsync(cancel);
        return new ShelledProgram(shell.ExitCode, output, await error);
    }
}
