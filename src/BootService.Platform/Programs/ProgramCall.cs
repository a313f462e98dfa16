namespace BootService.Platform.Programs;

/// <summary>A program to run. No shell has a part in it.</summary>
/// <param name="Program">A path, or a name on the PATH.</param>
/// <param name="Arguments">Its arguments; every user of this machine can read them.</param>
public sealed record ProgramCall(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>How many bytes of each of its outputs are kept unless a call says otherwise.</summary>
    public const int UsualOutput = 64 << 10;

    /// <summary>What it finds in its environment beside <c>PATH</c> and a locale that translates nothing; only root and its own user can read that.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether it finds everything that this process found, as a person's own ssh must; else nothing of it.</summary>
    public bool Inherits { get; init; }

    /// <summary>How long it may take; zero for as long as it likes.</summary>
    public TimeSpan Limit { get; init; }

    /// <summary>How many bytes of each of its outputs are kept.</summary>
    public int MostOutput { get; init; } = UsualOutput;

    /// <summary>Whether it is ended when it prints more to its standard output than is kept; else the rest is read and dropped.</summary>
    public bool EndsWhenTooLong { get; init; }

    /// <summary>What it reads on its standard input; null for nothing.</summary>
    public string? Input { get; init; }

    /// <summary>Told each line of both outputs as it comes, from any thread, one at a time; null when nobody listens.</summary>
    public Action<string>? Line { get; init; }
}
