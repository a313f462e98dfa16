namespace BootService.Core.Profiles.Nodes;

/// <summary>An attribute of an element with entities left as slots.</summary>
internal sealed record XmlAttributePart(string Name, AttributeTemplate Value, int Line, int Column);

/// <summary>What stands in an element: text or another element.</summary>
internal abstract record XmlPart
{
    private XmlPart()
    {
    }

    public sealed record Text(AttributeTemplate Content) : XmlPart;

    /// <param name="Name">Without the prefix <c>stack:</c>.</param>
    /// <param name="Attributes">In the order of the file; names are unique and without the prefix.</param>
    /// <param name="Children">In the order of the file; comments are gone.</param>
    /// <param name="Line">Line of its "&lt;", from 1.</param>
    /// <param name="Column">Column of its "&lt;", from 1.</param>
    public sealed record Element(
        string Name, IReadOnlyList<XmlAttributePart> Attributes, IReadOnlyList<XmlPart> Children, int Line, int Column) : XmlPart
    {
        public XmlAttributePart? Attribute(string name) => Attributes.FirstOrDefault(attribute => attribute.Name == name);
    }
}
