using System.Xml;

namespace BootService.Core.Profiles.Nodes;

/// <summary>Reads a node or graph file into elements and text, entities left as slots.</summary>
/// <remarks>
/// No DOCTYPE is accepted, so a file can neither define entities of its own nor name another file. The framework's newer readers refuse
/// an entity they have no definition for; this one hands it over as a node, which is what lets one parse serve every host. It counts
/// columns from behind <c>&lt;</c> and <c>&amp;</c>; we count from these characters themselves, as editors do.
/// </remarks>
internal static class XmlFileReader
{
    /// <summary>Elements inside elements; a real node file has four.</summary>
    public const int MaxDepth = 32;

    private const string Prefix = "stack:";

    public static XmlPart.Element? Read(string text, out (int Line, int Column, string Sentence) fault)
    {
        fault = default;
        using var source = new StringReader(text);
        using var reader = new XmlTextReader(source)
        {
            DtdProcessing = DtdProcessing.Prohibit,
            EntityHandling = EntityHandling.ExpandCharEntities,
            Namespaces = false,
            Normalization = true,
            WhitespaceHandling = WhitespaceHandling.All,
            XmlResolver = null,
        };
        try
        {
            reader.MoveToContent();
            var root = ReadElement(reader);
            while (reader.Read())
            {
                // What follows the root is checked by the reader: comments and blanks only.
            }

            return root;
        }
        catch (XmlException exception)
        {
            fault = XmlFaultSentence.For(exception, text);
            return null;
        }
    }

    private static XmlPart.Element ReadElement(XmlTextReader reader)
    {
        if (reader.Depth >= MaxDepth)
        {
            throw new XmlException($"elements stand inside each other more than {MaxDepth} deep", null, reader.LineNumber, reader.LinePosition);
        }

        var (name, line, column, isEmpty) = (WithoutPrefix(reader.Name), reader.LineNumber, reader.LinePosition - 1, reader.IsEmptyElement);
        var attributes = ReadAttributes(reader);
        var children = new List<XmlPart>();
        var runs = new List<TextRun>();
        while (!isEmpty && reader.Read() && reader.NodeType is not XmlNodeType.EndElement)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    Flush(runs, children);
                    children.Add(ReadElement(reader));
                    break;
                case XmlNodeType.EntityReference:
                    runs.Add(new TextRun(reader.Name, IsEntity: true, reader.LineNumber, reader.LinePosition - 1));
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    AddLiteral(runs, reader);
                    break;
            }
        }

        Flush(runs, children);
        return new XmlPart.Element(name, attributes, children, line, column);
    }

    private static List<XmlAttributePart> ReadAttributes(XmlTextReader reader)
    {
        var attributes = new List<XmlAttributePart>();
        while (reader.MoveToNextAttribute())
        {
            var (name, line, column) = (WithoutPrefix(reader.Name), reader.LineNumber, reader.LinePosition);
            var runs = new List<TextRun>();
            while (reader.ReadAttributeValue())
            {
                var isEntity = reader.NodeType is XmlNodeType.EntityReference;
                runs.Add(new TextRun(isEntity ? reader.Name : reader.Value, isEntity, reader.LineNumber, reader.LinePosition - (isEntity ? 1 : 0)));
            }

            if (attributes.Any(attribute => attribute.Name == name))
            {
                throw new XmlException($"the attribute {name} is given twice", null, line, column);
            }

            attributes.Add(new XmlAttributePart(name, new AttributeTemplate(runs), line, column));
        }

        reader.MoveToElement();
        return attributes;
    }

    /// <summary>Text and CDATA side by side are one run.</summary>
    private static void AddLiteral(List<TextRun> runs, XmlTextReader reader)
    {
        if (runs is [.., { IsEntity: false } last])
        {
            runs[^1] = last with { Text = last.Text + reader.Value };
            return;
        }

        runs.Add(new TextRun(reader.Value, IsEntity: false, reader.LineNumber, reader.LinePosition));
    }

    private static void Flush(List<TextRun> runs, List<XmlPart> children)
    {
        if (runs.Count > 0)
        {
            children.Add(new XmlPart.Text(new AttributeTemplate(runs)));
            runs.Clear();
        }
    }

    private static string WithoutPrefix(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
}
