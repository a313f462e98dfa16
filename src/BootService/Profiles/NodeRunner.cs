using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using BootService.Commands;
using BootService.Core.Profiles;
using BootService.Settings;

namespace BootService.Profiles;

/// <summary>
/// Runs <c>eval</c> and <c>report</c> of node XML on the frontend, as the daemon's user, with a time limit and a bounded output.
/// </summary>
/// <param name="limits">How long a run may take.</param>
/// <param name="commands">The verbs, asked for at the first report: they need profiles, and profiles need this.</param>
/// <param name="time">The clock of the time limit.</param>
internal sealed class NodeRunner(ProfileSettings limits, Func<CommandRunner> commands, TimeProvider time) : INodeRunner
{
    private const int LargestOutput = 1 << 20;

    /// <inheritdoc/>
    public NodeRun Eval(string host, string shell, string script)
    {
        if (Interpreter(shell) is not { } program)
        {
            return Fault($"shell=\"{shell}\" is no interpreter: write sh, bash, python, perl or an absolute path");
        }

        // A file and not standard input, which the script's own commands would read away; made readable by this user alone.
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, script);
            return EvalAsync(Start(host, program, file)).GetAwaiter().GetResult();
        }
        catch (Exception fault) when (fault is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return Fault($"<eval> cannot be started with {program}: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <inheritdoc/>
    public NodeRun Report(string host, string name, string arguments)
    {
        using var limit = new CancellationTokenSource(limits.EvalTimeout, time);
        var output = new ReportOutput();
        try
        {
            var words = new CommandInput(["report", .. name.Split('.'), .. arguments.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)]);
            var end = commands().RunAsync(words, output, limit.Token).WaitAsync(limit.Token).GetAwaiter().GetResult();
            return end.Sentence is { } sentence ? Fault($"<report> refused: {sentence}") : new NodeRun(output.Text, null);
        }
        catch (OperationCanceledException)
        {
            return Fault(TooLong("report"));
        }
    }

    private static string? Interpreter(string shell) => shell switch
    {
        "sh" or "bash" => $"/bin/{shell}",
        "python" or "python3" => "/usr/bin/python3",
        "perl" => "/usr/bin/perl",
        ['/', ..] => shell,
        _ => null,
    };

    private static ProcessStartInfo Start(string host, string program, string file)
    {
        var start = new ProcessStartInfo(program)
        {
            ArgumentList = { file },
            UseShellExecute = false,
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["BOOTSERVICE_HOST"] = host;
        return start;
    }

    private async Task<NodeRun> EvalAsync(ProcessStartInfo start)
    {
        using var limit = new CancellationTokenSource(limits.EvalTimeout, time);
        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var complaint = ReadAsync(process.StandardError.BaseStream, limit.Token);
            var (output, isWhole) = await ReadAsync(process.StandardOutput.BaseStream, limit.Token);
            if (!isWhole)
            {
                return Fault($"<eval> printed more than {LargestOutput} bytes");
            }

            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0
                ? new NodeRun(output, null)
                : Fault($"<eval> ended with exit code {process.ExitCode}{FirstLine((await complaint).Text)}");
        }
        catch (OperationCanceledException)
        {
            return Fault(TooLong("eval"));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Reads to the end, or to the largest output. A process that left may have left another behind that holds the pipe: the read is given up, not waited for.</summary>
    private static async Task<(string Text, bool IsWhole)> ReadAsync(Stream stream, CancellationToken cancel)
    {
        var read = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (await stream.ReadAsync(buffer, cancel).AsTask().WaitAsync(cancel) is var count and > 0)
        {
            read.Write(buffer, 0, count);
            if (read.Length > LargestOutput)
            {
                return ("", false);
            }
        }

        return (Encoding.UTF8.GetString(read.GetBuffer(), 0, (int)read.Length), true);
    }

    private static string FirstLine(string complaint) =>
        complaint.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [var first, ..] ? $": {first}" : "";

    private string TooLong(string element) =>
        $"<{element}> did not end within {limits.EvalTimeout.TotalSeconds:0.###} seconds and was stopped; the setting Profiles:EvalTimeout says how long it may take";

    private static NodeRun Fault(string sentence) => new("", sentence);
}
