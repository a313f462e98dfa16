namespace BootService.Core.Profiles;

/// <summary>A host's profile in the installer's terms, before it is written for one generation.</summary>
/// <param name="Generation">The installer it is for.</param>
/// <param name="Sources">Node files in the order they were read.</param>
/// <param name="Commands">Commands in order.</param>
/// <param name="Packages">What <c>%packages</c> lists: enabled names sorted, then <c>-name</c> lines sorted; groups begin with <c>@</c>.</param>
/// <param name="PreScripts">Scripts before partitioning, in order.</param>
/// <param name="PostScripts">Scripts in or around the new system, in order.</param>
/// <param name="EarlyBoot">Text for the first boot, before services start.</param>
/// <param name="LateBoot">Text for the first boot, after services started.</param>
internal sealed record Kickstart(
    AnacondaGeneration Generation,
    IReadOnlyList<KickstartSource> Sources,
    IReadOnlyList<KickstartCommand> Commands,
    IReadOnlyList<string> Packages,
    IReadOnlyList<KickstartScript> PreScripts,
    IReadOnlyList<KickstartScript> PostScripts,
    string EarlyBoot,
    string LateBoot)
{
    /// <summary>Scripts when the disks are ready and nothing is installed on them, in order.</summary>
    public IReadOnlyList<KickstartScript> PrePackageScripts { get; init; } = [];

    /// <summary>The machine it is for.</summary>
    public MachineIdentity Identity { get; init; } = MachineIdentity.Any;
}

/// <summary>A node file that took part.</summary>
internal readonly record struct KickstartSource(string Path, string Library);

/// <summary>A line of the command section; <paramref name="Name"/> is empty for a line taken as it is.</summary>
internal readonly record struct KickstartCommand(string Name, string Arguments);

/// <summary>A <c>%pre</c> or <c>%post</c> section.</summary>
/// <param name="Name">Name of the node file that asked for it, without blanks: it stands in logs and reports.</param>
/// <param name="Path">The same file as people know it.</param>
/// <param name="Line">Line of the element in that file.</param>
/// <param name="Interpreter">Null for the installer's shell.</param>
/// <param name="Argument">More header options; empty for none.</param>
/// <param name="OutsideRoot">Whether it runs in the installer.</param>
/// <param name="ErrorOnFail">Whether its failure ends the install.</param>
/// <param name="Text">The script; ends in a newline.</param>
internal sealed record KickstartScript(
    string Name, string Path, int Line, string? Interpreter, string Argument, bool OutsideRoot, bool ErrorOnFail, string Text);
