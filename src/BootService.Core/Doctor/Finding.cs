namespace BootService.Core.Doctor;

/// <summary>How a check came out.</summary>
public enum Verdict
{
    /// <summary>As it should be.</summary>
    Fine,

    /// <summary>Worth knowing; nothing is to be done for it.</summary>
    Note,

    /// <summary>It could not be looked at; the result says why.</summary>
    Unknown,

    /// <summary>Machines will not boot, or not reliably.</summary>
    Wrong,
}

/// <summary>What one check of the boot network found.</summary>
/// <param name="Check">The check's name, one word or two.</param>
/// <param name="Verdict">How it came out.</param>
/// <param name="Result">What was found, a sentence without a full stop.</param>
/// <param name="Remedy">What to do about it; null when there is nothing to do.</param>
public sealed record Finding(string Check, Verdict Verdict, string Result, string? Remedy = null)
{
    /// <summary>All is well.</summary>
    public static Finding Fine(string check, string result) => new(check, Verdict.Fine, result);

    /// <summary>Something is wrong, and this is the way out.</summary>
    public static Finding Wrong(string check, string result, string remedy) => new(check, Verdict.Wrong, result, remedy);

    /// <summary>It could not be looked at.</summary>
    public static Finding Unknown(string check, string result) => new(check, Verdict.Unknown, result);
}
