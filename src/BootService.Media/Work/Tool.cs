using BootService.Core;
using BootService.Platform.Programs;

namespace BootService.Media.Work;

/// <summary>Runs programs of the distribution: makers of metadata and images, unpackers, checkers of signatures.</summary>
internal static class Tool
{
    /// <summary>What unpacks may take this much memory of its own, and not more, whatever its input asks for.</summary>
    private const int UnpackerMegabytes = 128;

    /// <summary>Enough for a verdict on each of some hundred files.</summary>
    private const int MostAnswer = 4 << 20;

    /// <summary>Debian's names where they are not the programs' own.</summary>
    private static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal)
    {
        ["createrepo_c"] = "createrepo-c",
        ["xz"] = "xz-utils",
        ["rpmkeys"] = "rpm",
    };

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="RefusedException">It is not installed, or it failed; the sentence ends with its own last line.</exception>
    public static async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancel) =>
        Check(program, await ProgramRunner.RunAsync(new ProgramCall(program, arguments), TimeProvider.System, cancel));

    /// <summary>Runs a program whose failure is an answer, and gives what it printed.</summary>
    /// <exception cref="RefusedException">It is not installed.</exception>
    public static async Task<(int ExitCode, string Output)> AskAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancel) =>
        await ProgramRunner.RunAsync(new ProgramCall(program, arguments) { MostOutput = MostAnswer }, TimeProvider.System, cancel) is ProgramEnd.Ended ended
            ? (ended.ExitCode, ended.Output)
            : throw Missing(program);

    /// <summary>Unpacks by a program that reads one stream and writes another, and reads what comes out.</summary>
    /// <exception cref="RefusedException">It is not installed, or it failed.</exception>
    public static T Unpack<T>(string program, Stream packed, Func<Stream, T> read)
    {
        string[] arguments = program switch
        {
            "xz" => ["-dc", $"--memlimit-decompress={UnpackerMegabytes}MiB"],
            "zstd" => ["-dc", $"--memory={UnpackerMegabytes}MB"],
            _ => ["-dc"],
        };
        var (result, end) = ProgramRunner.Filter(new ProgramCall(program, arguments), packed, read);
        Check(program, end);
        return result!;
    }

    private static RefusedException Missing(string program) =>
        new($"this needs {program}, which is not installed: apt-get install {Packages.GetValueOrDefault(program, program)}");

    private static void Check(string program, ProgramEnd end)
    {
        if (end is not ProgramEnd.Ended ended)
        {
            throw Missing(program);
        }

        if (ended.ExitCode != 0)
        {
            throw new RefusedException($"{program} failed: {ended.LastComplaint}");
        }
    }
}
