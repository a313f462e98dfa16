using System.Collections.Immutable;
using BootService.Core.Installers;

namespace BootService.Core.Installs;

/// <summary>A file that an installer reads, as it was when a host was armed with it.</summary>
/// <param name="Name">Its name, as <see cref="AnswerFile.Name"/>.</param>
/// <param name="Text">What the installer reads, secrets and all.</param>
/// <param name="Masked">The same with masks for secrets, made at the same moment: afterwards nobody could tell which of its words were secret; null when nobody
/// made it.</param>
public sealed record FrozenAnswer(string Name, string Text, string? Masked = null);

/// <summary>A profile as it was when a host was armed with it.</summary>
/// <param name="Answers">The files, the one that the installer reads first before the others.</param>
public readonly record struct FrozenProfile(ImmutableArray<FrozenAnswer> Answers)
{
    /// <summary>One whose installer reads a single kickstart.</summary>
    public FrozenProfile(string kickstart, string? masked = null)
        : this([new FrozenAnswer(AnswerNames.Kickstart, kickstart, masked)])
    {
    }

    /// <summary>Whether nobody could log in to what it installs: a way in was looked for and none was found.</summary>
    public bool LocksEverybodyOut { get; init; }

    /// <summary>Equality by content.</summary>
    public bool Equals(FrozenProfile other) => Answers.SequenceEqual(other.Answers) && LocksEverybodyOut == other.LocksEverybodyOut;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Answers.Length, LocksEverybodyOut);

    /// <summary>One without a masked text.</summary>
    public static implicit operator FrozenProfile(string kickstart) => new(kickstart);
}
