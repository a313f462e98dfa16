using BootService.Commands;
using BootService.Core.Profiles;
using BootService.Platform.Programs;

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
            var call = new ProgramCall(program, [file])
            {
                Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["LANG"] = "C.UTF-8", ["BOOTSERVICE_HOST"] = host },
                Limit = limits.EvalTimeout,
                MostOutput = LargestOutput,
                EndsWhenTooLong = true,
            };
            return ProgramRunner.RunAsync(call, time, CancellationToken.None).GetAwaiter().GetResult() switch
            {
                ProgramEnd.Ended { ExitCode: 0 } ended => new NodeRun(ended.Output, null),
                ProgramEnd.Ended { FirstComplaint: "" } ended => Fault($"<eval> ended with exit code {ended.ExitCode}"),
                ProgramEnd.Ended ended => Fault($"<eval> ended with exit code {ended.ExitCode}: {ended.FirstComplaint}"),
                ProgramEnd.TooLong => Fault($"<eval> printed more than {LargestOutput} bytes"),
                ProgramEnd.Late => Fault(TooLong("eval")),
                ProgramEnd.NotStarted(_, var why) => Fault($"<eval> cannot be started with {program}: {why}"),
                _ => throw new InvalidOperationException("a program ends, or does not start"),
            };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
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

    private string TooLong(string element) =>
        $"<{element}> did not end within {limits.EvalTimeout.TotalSeconds:0.###} seconds and was stopped; the setting Profiles:EvalTimeout says how long it "
            + "may take";

    private static NodeRun Fault(string sentence) => new("", sentence);
}
