using System.Collections.Immutable;

namespace BootService.Commands.Output;

/// <summary>How the rows that follow are shown (docs/stacki.md, the form of 2.0).</summary>
/// <param name="Headers">The columns' names in lower case: the keys of each row.</param>
public sealed record TableShape(ImmutableArray<string> Headers)
{
    /// <summary>Further columns behind those, for programs alone: what scripts of another age look for. A table for people has no room for them.</summary>
    public ImmutableArray<string> More { get; init; } = [];

    /// <summary>Whether the first column is whose row it is: it is shown with a colon.</summary>
    public bool Owner { get; init; } = true;

    /// <summary>Whether the owner's column stays when all rows have the same owner.</summary>
    public bool KeepOwner { get; init; }

    /// <summary>Whether each row is shown as soon as it is said, for as long as that takes.</summary>
    public bool Live { get; init; }

    /// <summary>
    /// Whether a row takes the place of an earlier one of the same owner: the rows say how things stand, and a screen shows the newest of each. Only with
    /// <see cref="Live"/>.
    /// </summary>
    public bool Board { get; init; }

    /// <summary>
    /// Whether the last column is text of any length, shown as it is: no header, no padding, and whose it is only when there are several owners.
    /// </summary>
    public bool Plain { get; init; }
}
