using System.Diagnostics;
using System.Text;

namespace BootService.Core.Tests;

/// <summary>Real programs, asked what they make of what is written for them.</summary>
internal static class Tool
{
    /// <summary>Runs a program; its words are UTF-8.</summary>
    public static (int Exit, string Output, string Errors) Ask(string program, IEnumerable<string> arguments, string input = "")
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            Environment = { ["LC_ALL"] = "C.UTF-8" },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything, and says why itself.
        }

        process.WaitForExit();
        return (process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>What a program says that does what it is told; one that does not fails the test with its own words.</summary>
    public static string Run(string program, IEnumerable<string> arguments, string input = "")
    {
        var words = arguments.ToArray();
        var (exit, output, errors) = Ask(program, words, input);
        Xunit.Assert.True(exit == 0, $"{program} {string.Join(' ', words)} ended with {exit}: {output}{errors}\n{input}");
        return output;
    }
}
