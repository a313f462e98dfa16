namespace BootService.Core;

/// <summary>
/// A person asked for something that cannot be done. The message is the whole sentence they are shown: what was wrong, where, and what to do.
/// </summary>
/// <remarks>
/// The only exception that is not a defect: thrown by verbs and by what they propose to the appliance, caught in one place, where it becomes exit code 1 and
/// one line.
/// </remarks>
/// <param name="sentence">The sentence, without <c>error - </c> before it and without a full stop. What it repeats of any input is cut to its
/// beginning.</param>
public sealed class RefusedException(string sentence) : Exception(Quoted.Bounded(sentence))
{
    /// <summary>The host that stood in the way, where it was one of several that were asked for; null where it was none, or all.</summary>
    public string? Host { get; init; }

    /// <summary>Whether it is not this caller's to do; another might be served.</summary>
    public bool IsForbidden { get; init; }
}
