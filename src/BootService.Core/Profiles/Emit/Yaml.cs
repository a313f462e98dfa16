using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BootService.Core.Profiles.Emit;

/// <summary>Writes a tree as YAML in blocks. Every text is in double quotes, so that none is taken for anything else.</summary>
internal static class Yaml
{
    /// <summary>The text of a tree, with its final newline.</summary>
    public static string Write(JsonObject tree)
    {
        var text = new StringBuilder();
        Members(text, tree, 0);
        return text.ToString();
    }

    private static void Members(StringBuilder text, JsonObject tree, int depth)
    {
        foreach (var (name, value) in tree)
        {
            text.Append(' ', depth).Append(IsWord(name) ? name : Quoted(name)).Append(':');
            Value(text, value, depth + 2);
        }
    }

    private static void Items(StringBuilder text, JsonArray list, int depth)
    {
        foreach (var item in list)
        {
            text.Append(' ', depth).Append('-');
            if (item is JsonObject { Count: > 0 } tree)
            {
                // Its first member stands behind the hyphen.
                var below = new StringBuilder();
                Members(below, tree, depth + 2);
                text.Append(' ').Append(below, depth + 2, below.Length - depth - 2);
            }
            else
            {
                Value(text, item, depth + 2);
            }
        }
    }

    private static void Value(StringBuilder text, JsonNode? value, int depth)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } tree:
                text.Append('\n');
                Members(text, tree, depth);
                break;
            case JsonArray { Count: > 0 } list:
                text.Append('\n');
                Items(text, list, depth);
                break;
            case not null when value.GetValueKind() == JsonValueKind.String:
                text.Append(' ').Append(Quoted(value.GetValue<string>())).Append('\n');
                break;
            default:
                text.Append(' ').Append(value is null ? "null" : value.ToJsonString()).Append('\n');
                break;
        }
    }

    private static bool IsWord(string name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name is not ("y" or "n" or "yes" or "no" or "on" or "off" or "true" or "false" or "null")
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    // JSON's way to write a sign beyond 16 bits, two halves, is two broken signs to YAML, which also takes no DEL as it is.
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var sign in text.EnumerateRunes())
        {
            _ = sign.Value switch
            {
                '"' or '\\' => quoted.Append('\\').Append(sign.ToString()),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when IsSeen(sign) => quoted.Append(sign.ToString()),
                _ => quoted.Append(CultureInfo.InvariantCulture, $"\\U{sign.Value:X8}"),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static bool IsSeen(Rune sign) => Rune.GetUnicodeCategory(sign) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}

/// <summary>Puts trees together, as people add to what is written for them.</summary>
internal static class TreeMerge
{
    /// <summary>Adds a tree to another: members join, lists append, and of two other values the later counts.</summary>
    public static void Into(JsonObject tree, JsonObject more)
    {
        foreach (var (name, value) in more)
        {
            switch (tree[name], value)
            {
                case (JsonObject there, JsonObject added):
                    Into(there, added);
                    break;
                case (JsonArray there, JsonArray added):
                    foreach (var item in added)
                    {
                        there.Add(item?.DeepClone());
                    }

                    break;
                default:
                    tree[name] = value?.DeepClone();
                    break;
            }
        }
    }

    /// <summary>The trees of a plan's native elements, each a JSON object; or the sentence that says why one is none.</summary>
    public static (IReadOnlyList<JsonObject> Trees, string? Fault) Of(IReadOnlyList<string> natives, string os)
    {
        var trees = new List<JsonObject>();
        foreach (var text in natives)
        {
            try
            {
                trees.Add(JsonNode.Parse(text) as JsonObject ?? throw new JsonException("it is no object"));
            }
            catch (JsonException fault)
            {
                return (trees, $"<native os=\"{os}\"> must hold a JSON object: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
            }
        }

        return (trees, null);
    }
}
