using System.Collections.Immutable;

namespace BootService.Core.Audits;

/// <summary>What one proposal changed, as people read it and as it can be taken back.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Lines">What changed, secrets masked.</param>
/// <param name="Steps">The same with all values, when all of it can be taken back; empty when not.</param>
public sealed record AuditRecord(DateTimeOffset At, Author By, ImmutableArray<AuditLine> Lines, ImmutableArray<UndoStep> Steps)
{
    /// <summary>The number of the change that this one takes back; null for any other.</summary>
    public long? Undoes { get; init; }
}

/// <summary>One thing that changed.</summary>
/// <param name="Thing">What: <c>host backend-0-0</c>, <c>appliance backend</c>.</param>
/// <param name="Field">Which of its values: <c>action</c>, <c>attr console</c>; empty for the thing as a whole.</param>
/// <param name="Old">Its value before; null when it was not there. A secret is masked.</param>
/// <param name="New">Its value since; null when it is gone.</param>
public readonly record struct AuditLine(string Thing, string Field, string? Old, string? New);

/// <summary>A line of the log as it was written.</summary>
/// <param name="Change">The number of the change it belongs to; one command makes one change.</param>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Line">What.</param>
/// <param name="UndoneBy">The number of the change that took it back; null while none did.</param>
public sealed record AuditedLine(long Change, DateTimeOffset At, Author By, AuditLine Line, long? UndoneBy);

/// <summary>A change that can be taken back.</summary>
/// <param name="Change">Its number.</param>
/// <param name="At">When it was made.</param>
/// <param name="By">By whom.</param>
/// <param name="Steps">What it changed.</param>
public sealed record UndoableChange(long Change, DateTimeOffset At, Author By, ImmutableArray<UndoStep> Steps);
