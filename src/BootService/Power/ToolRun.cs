using BootService.Core.Power;
using BootService.Platform.Programs;

namespace BootService.Power;

/// <summary>Runs a program that answers in a few lines.</summary>
internal static class ToolRun
{
    public static IReadOnlyDictionary<string, string> NoEnvironment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Runs a program to its end, or until it is given up and killed with all it started.</summary>
    /// <param name="program">A path, or a name on the PATH.</param>
    /// <param name="arguments">Its arguments; every user of this machine can read them.</param>
    /// <param name="environment">What it finds beside the PATH; only root and its own user can read that.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>How it ended; null when it cannot be started.</returns>
    public static async Task<ToolAnswer?> RunAsync(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancel)
    {
        var call = new ProgramCall(program, arguments) { Environment = environment };
        return await ProgramRunner.RunAsync(call, TimeProvider.System, cancel) is ProgramEnd.Ended ended
            ? new ToolAnswer(ended.ExitCode, ended.Output, ended.Error)
            : null;
    }
}
