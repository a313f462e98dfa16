using System.Collections.Immutable;
using BootService.Core.Hosts;
using BootService.Core.Installers;
using BootService.Core.Profiles;

namespace BootService.Core.Installs;

/// <summary>A file that an installer reads, as it was when a host was armed with it.</summary>
/// <param name="Name">Its name, as <see cref="AnswerFile.Name"/>.</param>
/// <param name="Text">What the installer reads, secrets and all.</param>
/// <param name="Masked">The same with masks for secrets, made at the same moment: afterwards nobody could tell which of its words were secret; null when nobody
/// made it.</param>
public sealed record FrozenAnswer(string Name, FrozenText Text, FrozenText? Masked = null);

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

    /// <summary>What is kept of a rendered profile.</summary>
    /// <param name="host">Whose it is.</param>
    /// <param name="rendered">What came of rendering it with its secrets.</param>
    /// <param name="masked">What came of rendering it with masks in their place; a mask may not fit where its secret does, as in a condition, and then there is
    /// nothing to compare with later.</param>
    /// <exception cref="RefusedException">It did not render, or asks for what no repository has.</exception>
    public static FrozenProfile Of(HostName host, ProfileAnswer rendered, ProfileAnswer masked)
    {
        var profile = rendered switch
        {
            ProfileAnswer.Rendered { Missing: [var first, ..] missing } => throw Refused(host, "asks for what is not there", first, missing.Count),
            ProfileAnswer.Refused { Faults: [var first, ..] faults } => throw Refused(host, "does not render", first, faults.Count),
            ProfileAnswer.Rendered whole => whole.Profile,
            _ => throw new InvalidOperationException("a refusal names at least one fault"),
        };
        var shown = (masked as ProfileAnswer.Rendered)?.Profile.ToAnswers();
        return new FrozenProfile(
            [.. profile.ToAnswers()
                .Select(answer => new FrozenAnswer(answer.Name, answer.Text, shown?.FirstOrDefault(same => same.Name == answer.Name)?.Text))])
        {
            LocksEverybodyOut = !profile.HasLogin,
        };
    }

    private static RefusedException Refused(HostName host, string why, ProfileFault first, int count) => new(
        $"the profile of host \"{host}\" {why}: {first}{(count > 1 ? $" (and {count - 1} more; see \"stack check profile {host}\")" : string.Empty)}");

    /// <summary>One without a masked text.</summary>
    public static implicit operator FrozenProfile(string kickstart) => new(kickstart);
}
