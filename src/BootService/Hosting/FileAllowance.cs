namespace BootService.Hosting;

/// <summary>
/// Says whether this process may open as many files as a start takes. With too few of them whatever comes last fails, and it is not the part that is wrong.
/// </summary>
internal static class FileAllowance
{
    /// <summary>What the program itself, its database, its listeners and a few machines take.</summary>
    public const ulong Least = 512;

    /// <summary>Why a start would fail, a sentence; null where it would not.</summary>
    /// <param name="most">How many files may be open at a time; 0 when that is not known.</param>
    public static string? WhyTooFew(ulong most) => most is > 0 and < Least
        ? $"this process may have {most} files open at a time and needs {Least} at least: raise LimitNOFILE of the unit, or \"ulimit -n\""
        : null;
}
