using System.Text;
using System.Xml;

namespace BootService.Core.Repositories;

/// <summary>Reads XML of strangers: without a document type, to a depth, and no text longer than it can be.</summary>
/// <remarks>A <c>&gt;</c> within an attribute ends a tag early for the guard's count, and only makes it stricter.</remarks>
public static class ForeignXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreWhitespace = true,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = MediaLimits.UnpackedBytes,
    };

    private static readonly XmlReaderSettings WithDocumentType = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        IgnoreWhitespace = true,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = MediaLimits.UnpackedBytes,
    };

    /// <summary>Begins to read.</summary>
    /// <param name="xml">The document, in UTF-8; stays open.</param>
    /// <param name="documentType">Whether a document type may be there, which is passed over: hand-written lists of groups have one.</param>
    public static XmlReader Open(Stream xml, bool documentType = false)
    {
        ArgumentNullException.ThrowIfNull(xml);
        return XmlReader.Create(
            new StreamReader(new XmlTokenGuard(xml), Encoding.UTF8, detectEncodingFromByteOrderMarks: false), documentType ? WithDocumentType : Settings);
    }

    /// <summary>Goes to the next node.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="XmlException">It is no XML, or deeper than any is.</exception>
    public static bool Next(this XmlReader xml)
    {
        ArgumentNullException.ThrowIfNull(xml);
        return xml.Read() && (xml.Depth <= MediaLimits.XmlDepth
            ? true
            : throw new XmlException($"there are more than {MediaLimits.XmlDepth} elements within each other"));
    }

    /// <summary>Reads the text of the element that the reader stands at, and goes behind it.</summary>
    /// <exception cref="XmlException">It is too long, has elements in it, or does not end.</exception>
    public static string ElementText(this XmlReader xml)
    {
        ArgumentNullException.ThrowIfNull(xml);
        var (name, depth) = (xml.LocalName, xml.Depth);
        if (xml.IsEmptyElement)
        {
            xml.Next();
            return string.Empty;
        }

        var text = string.Empty;
        while (xml.Next() && xml.Depth > depth)
        {
            text = xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace
                ? Checked(name, text + xml.Value)
                : throw new XmlException($"<{name}> has more than text in it");
        }

        xml.Next();
        return text;
    }

    /// <summary>An attribute of the element that the reader stands at; null when it is not there.</summary>
    /// <exception cref="XmlException">It is too long.</exception>
    public static string? AttributeText(this XmlReader xml, string name)
    {
        ArgumentNullException.ThrowIfNull(xml);
        return xml.GetAttribute(name) is { } value ? Checked(name, value) : null;
    }

    /// <summary>Goes behind the element that the reader stands at.</summary>
    /// <exception cref="XmlException">It is no XML, or deeper than any is.</exception>
    public static void Pass(this XmlReader xml)
    {
        ArgumentNullException.ThrowIfNull(xml);
        var depth = xml.Depth;
        if (!xml.IsEmptyElement)
        {
            while (xml.Next() && xml.Depth > depth)
            {
            }
        }

        xml.Next();
    }

    private static string Checked(string name, string value) =>
        value.Length <= MediaLimits.XmlDecoder ? value : throw new XmlException($"{name} has more than {MediaLimits.XmlDecoder} characters");
}
