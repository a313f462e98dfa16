namespace BootService.Core.Profiles.Nodes;

/// <summary>A node file, parsed once per version and rendered for any number of hosts.</summary>
/// <param name="Node">The node it belongs to: <c>base</c> for <c>extend-base.xml</c>.</param>
/// <param name="Library">Name of the library it came from.</param>
/// <param name="Document">The file.</param>
/// <param name="Text">Its text; empty when it could not be decoded.</param>
/// <param name="Parts">What it asks for.</param>
/// <param name="Faults">What is wrong with it whatever the host.</param>
internal sealed record NodeFile(
    string Node, string Library, NodeDocument Document, string Text, IReadOnlyList<NodePart> Parts, IReadOnlyList<ProfileFault> Faults)
{
    public const string Extend = "extend-";

    public const string Replace = "replace-";

    public static NodeFile Parse(string library, NodeDocument document)
    {
        var node = NodeOf(document.Name);
        var read = new ElementReader(document.Path, node);
        var text = XmlDecoder.Decode(document.Content.Span, out var fault);
        var root = text is null ? null : XmlFileReader.Read(text, out fault);
        if (root is null)
        {
            read.Fail(fault.Line, fault.Column, fault.Sentence, kind: ProfileFaultKind.Xml);
        }

        var parts = root is null ? [] : NodeCompiler.Compile(root, read);
        return new NodeFile(node, library, document, text ?? "", parts, read.Faults);
    }

    public static string NodeOf(string name) =>
        name.StartsWith(Extend, StringComparison.Ordinal) ? name[Extend.Length..]
        : name.StartsWith(Replace, StringComparison.Ordinal) ? name[Replace.Length..]
        : name;
}
