using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using BootService.Core.Power;

namespace BootService.Power;

/// <summary>Runs a program that answers in a few lines. No shell has a part in it, and what it finds in its environment is ours to say.</summary>
internal static class ToolRun
{
    private const int LongestAnswer = 64 << 10;

    public static IReadOnlyDictionary<string, string> NoEnvironment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Runs a program to its end, or until it is given up and killed with all it started.</summary>
    /// <param name="program">A path, or a name on the PATH.</param>
    /// <param name="arguments">Its arguments; every user of this machine can read them.</param>
    /// <param name="environment">What it finds beside the PATH; only root and its own user can read that.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>How it ended; null when it cannot be started.</returns>
    public static async Task<ToolAnswer?> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (name, text) in environment)
        {
            start.Environment[name] = text;
        }

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return null;
        }

        using (process)
        {
            return await AnswerAsync(process, cancel);
        }
    }

    private static async Task<ToolAnswer> AnswerAsync(Process process, CancellationToken cancel)
    {
        try
        {
            process.StandardInput.Close();
            var complaint = ReadAsync(process.StandardError.BaseStream, cancel);
            var output = await ReadAsync(process.StandardOutput.BaseStream, cancel);
            var error = await complaint;
            await process.WaitForExitAsync(cancel);
            return new ToolAnswer(process.ExitCode, output, error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Reads to the end and keeps the beginning. What a program left behind may hold the pipe: the read is given up, not waited for.</summary>
    private static async Task<string> ReadAsync(Stream stream, CancellationToken cancel)
    {
        var kept = new MemoryStream();
        var buffer = new byte[4 << 10];
        while (await stream.ReadAsync(buffer, cancel).AsTask().WaitAsync(cancel) is var count and > 0)
        {
            kept.Write(buffer, 0, Math.Min(count, LongestAnswer - (int)kept.Length));
        }

        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }
}
