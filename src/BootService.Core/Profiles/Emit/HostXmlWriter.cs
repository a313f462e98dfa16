using System.Text;
using BootService.Core.Profiles.Nodes;

namespace BootService.Core.Profiles.Emit;

/// <summary>Writes a host's node files as one XML document, before anything is evaluated.</summary>
internal static class HostXmlWriter
{
    public static string Write(IEnumerable<KeyValuePair<string, string>> entities, IEnumerable<NodeFile> files)
    {
        var xml = new StringBuilder("<?xml version=\"1.0\" standalone=\"no\"?>\n<!DOCTYPE kickstart [\n");
        foreach (var (name, value) in entities)
        {
            xml.Append("<!ENTITY ").Append(name).Append(" \"");
            AppendEntityValue(xml, value);
            xml.Append("\">\n");
        }

        xml.Append("]>\n<kickstart>\n");
        foreach (var file in files)
        {
            xml.Append("\n<!-- ").Append(file.Document.Path.Replace("--", "- -", StringComparison.Ordinal)).Append(" -->\n")
                .Append(WithoutDeclaration(file.Text)).Append('\n');
        }

        return xml.Append("\n</kickstart>\n").ToString();
    }

    /// <summary>An entity's value is read twice, when it is declared and where it is used, so a markup character is escaped twice.</summary>
    private static void AppendEntityValue(StringBuilder xml, string value)
    {
        foreach (var c in value)
        {
            xml.Append(c switch
            {
                '&' => "&#38;#38;",
                '<' => "&#38;#60;",
                '"' => "&#34;",
                '%' => "&#37;",
                '\r' => "&#38;#13;",
                _ => c.ToString(),
            });
        }
    }

    private static string WithoutDeclaration(string text)
    {
        var end = text.StartsWith("<?xml", StringComparison.Ordinal) ? text.IndexOf("?>", StringComparison.Ordinal) + 2 : 0;
        return text[end..].Trim();
    }
}
