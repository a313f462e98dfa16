using System.Diagnostics;

namespace BootService.Lab.Processes;

/// <summary>What a program that ran to its end left behind.</summary>
/// <param name="Command">The command line, for messages.</param>
/// <param name="ExitCode">Its exit code; 128 + signal when one ended it.</param>
/// <param name="Output">All of its standard output.</param>
/// <param name="Error">All of its standard error.</param>
public sealed record ToolResult(string Command, int ExitCode, string Output, string Error)
{
    /// <summary>This result, when the program succeeded.</summary>
    /// <exception cref="LabException">It did not.</exception>
    public ToolResult Succeeded() => ExitCode == 0
        ? this
        : throw new LabException($"\"{Command}\" ended with {ExitCode}: {(Error.Length > 0 ? Error : Output).Trim()}");
}

/// <summary>Runs a program to its end.</summary>
public static class Tool
{
    /// <summary>Longest run of a program that names no limit of its own.</summary>
    public static TimeSpan DefaultLimit => TimeSpan.FromSeconds(60);

    /// <summary>Runs <paramref name="program"/> and collects its output.</summary>
    /// <param name="program">A path, or a name on PATH.</param>
    /// <param name="arguments">Its arguments, each passed as it is.</param>
    /// <param name="input">Text for its standard input, which is empty when this is null.</param>
    /// <param name="limit">After this long it is killed; <see cref="DefaultLimit"/> when null.</param>
    /// <param name="time">Clock of the limit.</param>
    /// <param name="folder">Its working directory; the caller's own when null.</param>
    /// <exception cref="LabException">It cannot be started, or the limit is over.</exception>
    public static async Task<ToolResult> RunAsync(
        string program, IEnumerable<string> arguments, string? input = null, TimeSpan? limit = null, TimeProvider? time = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var command = $"{program} {string.Join(' ', start.ArgumentList)}";
        using var process = Launch(start, command);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await WriteInputAsync(process, input);
            await process.WaitForExitAsync().WaitAsync(limit ?? DefaultLimit, time ?? TimeProvider.System);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new LabException($"\"{command}\" did not end within {(limit ?? DefaultLimit).TotalSeconds:0} s");
        }

        return new ToolResult(command, process.ExitCode, await output, await error);
    }

    internal static Process Launch(ProcessStartInfo start, string command)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception refused)
        {
            throw new LabException($"\"{command}\" cannot be started: {refused.Message}");
        }
    }

    private static async Task WriteInputAsync(Process process, string? input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A program that ends without reading its input says why by its exit code.
        }
    }
}
