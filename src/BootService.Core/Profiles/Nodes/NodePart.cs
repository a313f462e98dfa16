namespace BootService.Core.Profiles.Nodes;

/// <summary>What one element of a node file asks for. <see cref="Guard"/> is null when it always applies.</summary>
internal abstract record NodePart(Guard? Guard)
{
    /// <summary>Parts that apply together, such as the children of <c>main</c>.</summary>
    public sealed record Group(Guard? Guard, IReadOnlyList<NodePart> Parts) : NodePart(Guard);

    /// <summary>A kickstart command of <c>main</c>; with <paramref name="OwnLines"/> its text is lines of its own behind it.</summary>
    public sealed record Command(Guard? Guard, string Name, IReadOnlyList<NodePart> Arguments, bool OwnLines, int Line, int Column) : NodePart(Guard);

    /// <summary>
    /// Lines of <c>main</c> that are in the installer's words already; with <paramref name="IsNative"/> those of an installer that its element names.
    /// </summary>
    public sealed record Lines(Guard? Guard, AttributeTemplate Content, bool IsNative = false) : NodePart(Guard);

    /// <summary>Packages, one per line; with <paramref name="Late"/> they are installed at the first boot.</summary>
    public sealed record Package(Guard? Guard, IReadOnlyList<NodePart> Names, bool Disabled, bool IsGroup, bool Late, int Line, int Column) : NodePart(Guard);

    /// <summary>A <c>%pre</c>, <c>%pre-install</c> or <c>%post</c>.</summary>
    public sealed record Script(Guard? Guard, ScriptStage Stage, ScriptOptions Options, IReadOnlyList<NodePart> Body, int Line) : NodePart(Guard);

    /// <summary>Text of a first-boot script.</summary>
    public sealed record Boot(Guard? Guard, bool Early, IReadOnlyList<NodePart> Body) : NodePart(Guard);

    /// <summary>Characters of a script or a file.</summary>
    public sealed record Text(AttributeTemplate Content) : NodePart(Guard: null);

    /// <summary>A file the script writes.</summary>
    public sealed record File(Guard? Guard, FileOptions Options, IReadOnlyList<NodePart> Body) : NodePart(Guard);

    /// <summary>Sets a build variable, or puts its value in when neither value nor reference is given.</summary>
    public sealed record Variable(Guard? Guard, string Name, AttributeTemplate? Value, string? Reference, int Line, int Column) : NodePart(Guard);

    /// <summary>Puts a library's include file in; as XML when <paramref name="AsXml"/>.</summary>
    public sealed record Include(Guard? Guard, AttributeTemplate Source, bool AsXml, bool Optional, int Line, int Column) : NodePart(Guard);

    /// <summary>Writes a library's include file on the node, byte for byte.</summary>
    public sealed record Copy(Guard? Guard, AttributeTemplate Source, AttributeTemplate Destination, int Line, int Column) : NodePart(Guard);

    /// <summary>Runs something on the frontend and puts its output in.</summary>
    /// <param name="Guard">When it applies.</param>
    /// <param name="Report">The <c>stack report</c> to run, or null for a script.</param>
    /// <param name="Shell">Interpreter of the script.</param>
    /// <param name="AsXml">Whether the output is read as node XML.</param>
    /// <param name="Body">The script, or the report's arguments.</param>
    /// <param name="Line">Where the element stands.</param>
    /// <param name="Column">Where the element stands.</param>
    public sealed record Run(Guard? Guard, string? Report, string Shell, bool AsXml, IReadOnlyList<NodePart> Body, int Line, int Column) : NodePart(Guard);
}

internal enum ScriptStage : byte
{
    /// <summary>Before the disks are looked at.</summary>
    Pre,

    /// <summary>When the disks are ready and nothing is installed on them.</summary>
    PrePackage,

    /// <summary>When the packages are installed.</summary>
    Post,
}

/// <param name="Interpreter">Program that runs the script; null for the installer's shell.</param>
/// <param name="Argument">More options for the section's header, as they are.</param>
/// <param name="OutsideRoot">Whether it runs in the installer instead of the new system.</param>
/// <param name="ErrorOnFail">Whether its failure ends the install.</param>
internal sealed record ScriptOptions(AttributeTemplate? Interpreter, AttributeTemplate? Argument, bool OutsideRoot, bool ErrorOnFail);

/// <param name="Name">Path on the node.</param>
/// <param name="Append">Whether the text goes to the end of what is there.</param>
/// <param name="Expanded">Whether the node's shell expands variables in the text.</param>
/// <param name="Owner">For chown, or null.</param>
/// <param name="Permissions">For chmod, or null.</param>
/// <param name="Expression">A command whose output begins the file, or null.</param>
/// <param name="CheckIn">Whether the file that was there is checked into RCS first.</param>
internal sealed record FileOptions(
    AttributeTemplate Name, bool Append, bool Expanded, AttributeTemplate? Owner, AttributeTemplate? Permissions, AttributeTemplate? Expression, bool CheckIn);
