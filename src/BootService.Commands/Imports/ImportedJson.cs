using System.Text.Json;
using BootService.Core;

namespace BootService.Commands.Imports;

/// <summary>An object of another program's JSON. What a program leaves out, or calls null, None or nothing, is null here.</summary>
/// <param name="element">The object.</param>
internal readonly struct ImportedJson(JsonElement element)
{
    private static readonly JsonDocumentOptions Form = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The names of its members, in their order.</summary>
    public IEnumerable<string> Names => element.ValueKind is JsonValueKind.Object ? element.EnumerateObject().Select(member => member.Name) : [];

    /// <summary>Its members that are objects themselves, with their names.</summary>
    public IEnumerable<(string Name, ImportedJson Value)> Members => element.ValueKind is JsonValueKind.Object
        ? element.EnumerateObject().Where(member => member.Value.ValueKind is JsonValueKind.Object)
            .Select(member => (member.Name, new ImportedJson(member.Value)))
        : [];

    /// <summary>Its members that are words, with their names; one that is a list of words once for each.</summary>
    public IEnumerable<(string Name, string Value)> Words => Pairs().ToArray();

    /// <summary>What is at the root of a text.</summary>
    /// <exception cref="RefusedException">The text is no JSON; the sentence says where.</exception>
    public static JsonElement Root(string path, ReadOnlyMemory<byte> text) => Of(path, () =>
    {
        // Not disposed of: its elements live as long as somebody looks at them.
        var root = JsonDocument.Parse(text, Form).RootElement;
        if (MayHoldHalves(text.Span))
        {
            Read(root);
        }

        return root;
    });

    /// <summary>
    /// The object at the root of a text, and apart from it a list of its that may be very long: its items are documents of their own, each read when it is
    /// looked at. All of a large text at once takes more memory than the text.
    /// </summary>
    /// <param name="path">Where the text comes from.</param>
    /// <param name="text">The text.</param>
    /// <param name="list">The list's name; the object shows it as an empty one.</param>
    /// <exception cref="RefusedException">The text is no JSON; the sentence says where.</exception>
    public static (ImportedJson Root, LongList List) RootWith(string path, ReadOnlyMemory<byte> text, string list) => Of(path, () =>
    {
        var cut = LongList.Cut(text, list, Form);
        if (MayHoldHalves(text.Span))
        {
            Read(cut.Root);
            foreach (var item in cut.List.Items())
            {
                Read(item);
            }
        }

        return (new ImportedJson(cut.Root), cut.List);
    });

    private static T Of<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (JsonException fault)
        {
            throw new RefusedException($"{path}:{fault.LineNumber + 1}:{fault.BytePositionInLine + 1}: this is not JSON");
        }
        catch (InvalidOperationException)
        {
            throw new RefusedException($"{path} holds half a character, such as \\ud800 without its second half");
        }
    }

    private static bool MayHoldHalves(ReadOnlySpan<byte> text) => text.IndexOf("\\ud"u8) >= 0 || text.IndexOf("\\uD"u8) >= 0;

    /// <summary>Reads every text once: one with half a character is told before anything is done with the others.</summary>
    /// <exception cref="InvalidOperationException">A text is none.</exception>
    private static void Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Read(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    Read(member.Value);
                }

                break;
        }
    }

    /// <summary>Why a member is not the list of objects it must be, or not all of it is; null when it is, or there is none.</summary>
    public string? WhyNoObjects(string name) => !IsSaid(name) ? null
        : element.GetProperty(name) is not { ValueKind: JsonValueKind.Array } list ? "it is no list"
        : WhyNoObjects(list.EnumerateArray().Count(item => item.ValueKind is not JsonValueKind.Object), list.GetArrayLength());

    /// <summary>Why a list is not of objects only; null when it is.</summary>
    /// <param name="odd">How many of its items are none.</param>
    /// <param name="all">How many there are.</param>
    public static string? WhyNoObjects(int odd, int all) =>
        odd == 0 ? null : $"{odd} of its {all} items {(odd == 1 ? "is no object" : "are no objects")}";

    /// <summary>Why a member is not the list of words it must be, or not all of it is; null when it is, or there is none.</summary>
    public string? WhyNoWords(string name) => !IsSaid(name) ? null
        : element.GetProperty(name) is not { ValueKind: JsonValueKind.Array } list ? (TextOf(element.GetProperty(name)) is null ? "it is no list" : null)
        : list.EnumerateArray().Count(item => TextOf(item) is null) is var odd and > 0
            ? $"{odd} of its {list.GetArrayLength()} items {(odd == 1 ? "is no word" : "are no words")}"
        : null;

    /// <summary>Whether a member is there, and is no object as it must be.</summary>
    public bool IsNoObject(string name) => IsSaid(name) && element.GetProperty(name).ValueKind is not JsonValueKind.Object;

    private bool IsSaid(string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null;

    /// <summary>Whether there is such a member.</summary>
    public bool Has(string name) => element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out _);

    /// <summary>The object of a name; an empty one where there is none.</summary>
    public ImportedJson Object(string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var inner) ? new ImportedJson(inner) : default;

    /// <summary>The text of a name; null for nothing. Numbers and truths are as they are written.</summary>
    public string? Text(string name) => element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) ? TextOf(value) : null;

    /// <summary>Whether a name is said to be so.</summary>
    public bool Flag(string name, bool otherwise = false) => Text(name) is { } text ? Grammar.Keywords.Truth(text) ?? otherwise : otherwise;

    /// <summary>The objects of a list; none where there is no list.</summary>
    public IEnumerable<ImportedJson> List(string name) =>
        Elements(name).Where(item => item.ValueKind is JsonValueKind.Object).Select(item => new ImportedJson(item));

    /// <summary>The words of a list, or of a text with blanks or commas between them.</summary>
    public IReadOnlyList<string> WordsOf(string name) => Elements(name).ToArray() is { Length: > 0 } items
        ? [.. items.Select(TextOf).OfType<string>()]
        : Text(name)?.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string? TextOf(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
        return text is null or "" or "None" || Grammar.Keywords.IsNull(text) ? null : text;
    }

    private IEnumerable<(string Name, string Value)> Pairs()
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (TextOf(member.Value) is { } text)
            {
                yield return (member.Name, text);
            }
            else if (member.Value.ValueKind is JsonValueKind.Array)
            {
                foreach (var word in member.Value.EnumerateArray().Select(TextOf).OfType<string>())
                {
                    yield return (member.Name, word);
                }
            }
            else if (member.Value.ValueKind is JsonValueKind.String)
            {
                yield return (member.Name, string.Empty);
            }
        }
    }

    private JsonElement.ArrayEnumerator Elements(string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array
            ? list.EnumerateArray()
            : default;
}
