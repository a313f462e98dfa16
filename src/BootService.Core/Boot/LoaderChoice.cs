namespace BootService.Core.Boot;

/// <summary>Who says which loader a machine is led through.</summary>
public enum LoaderChooser
{
    /// <summary>Nobody: it is the one of its firmware.</summary>
    Firmware,

    /// <summary>The admin, by <see cref="LoaderChain.AttributeName"/>.</summary>
    Admin,

    /// <summary>The host's own boots: others stalled on it.</summary>
    Experience,

    /// <summary>A known oddity of its firmware.</summary>
    Quirk,
}

/// <summary>The loader a machine is led through, and who says so.</summary>
/// <param name="Word">A choice of <see cref="LoaderChain.AttributeName"/>; null for the one of its firmware.</param>
/// <param name="By">Who says so.</param>
public readonly record struct LoaderChoice(string? Word, LoaderChooser By)
{
    /// <summary>What the admin says goes before what was learned of the host, and that before what is known of its firmware in general.</summary>
    /// <param name="attribute">The host's attribute; null or <c>auto</c> leaves the choice to the others.</param>
    /// <param name="learned">What the host's own boots have taught; null for nothing.</param>
    /// <param name="advised">What is known of its firmware; null for nothing.</param>
    public static LoaderChoice Of(string? attribute, string? learned, string? advised) => (attribute, learned, advised) switch
    {
        (not (null or "" or LoaderChain.Auto), _, _) => new LoaderChoice(attribute, LoaderChooser.Admin),
        (_, not null, _) => new LoaderChoice(learned, LoaderChooser.Experience),
        (_, _, not null) => new LoaderChoice(advised, LoaderChooser.Quirk),
        _ => default,
    };
}
