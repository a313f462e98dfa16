namespace BootService.Core.Installs;

/// <summary>A profile as it was when a host was armed with it.</summary>
/// <param name="Kickstart">What the installer reads, secrets and all.</param>
/// <param name="Masked">The same with masks for secrets, made at the same moment: afterwards nobody could tell which of its words were secret; null when nobody made it.</param>
public readonly record struct FrozenProfile(string Kickstart, string? Masked = null)
{
    /// <summary>Whether nobody could log in to what it installs: a way in was looked for and none was found.</summary>
    public bool LocksEverybodyOut { get; init; }

    /// <summary>One without a masked text.</summary>
    public static implicit operator FrozenProfile(string kickstart) => new(kickstart);
}
