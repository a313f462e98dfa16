using System.Text.Json;
using System.Text.Json.Nodes;
using BootService.Core.Profiles.Emit;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Profiles.Emit;

/// <summary>Trees of answers, read by the YAML that cloud-init and Ubuntu's installer read them with.</summary>
public class YamlTests
{
    private const string Read = "import json, sys, yaml\njson.dump([yaml.safe_load(text) for text in json.load(sys.stdin)], sys.stdout, ensure_ascii=False)";

    private static readonly Gen<string> Text = Gen.OneOf(
        Choice.Among("yes", "null", "~", "1", "1.0", "0x10", "1e3", "2026-11-30", "12:30:45", "-", "- a", "a: b", "#", "&a", "*a", "!x", "%", "@", "`", "'",
            "\"", "\\",
            "\U0001F600", "\u2028", "\u0085", "\u007f", "\ufeff", "a\u00a0b", "\t", "\n", " ", "", "=", "<<", "{", "}", "[", "]", ",", "?", "|", ">",
                "\\ud83d"),
        Gen.String[Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['\u00a0', '\u07ff'], Gen.Char["\n\t\r\0\u001b"]), 0, 12]);

    private static readonly Gen<JsonNode?> Leaf = Gen.OneOf(
        Text.Select(text => (JsonNode?)JsonValue.Create(text)), Gen.Long.Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Bool.Select(flag => (JsonNode?)JsonValue.Create(flag)), Gen.Const((JsonNode?)null));

    [Fact]
    public void A_tree_is_read_as_it_was_written()
    {
        var trees = Deeper(Deeper(Deeper(Leaf))).Array[400].Single().Select((tree, at) =>
            new JsonObject { ["tree"] = tree?.DeepClone(), ["at"] = at }).ToArray();
        var told = JsonNode.Parse(Tool.Run("/usr/bin/python3", ["-c", Read], JsonSerializer.Serialize(trees.Select(Yaml.Write))))!.AsArray();
        for (var at = 0; at < trees.Length; at++)
        {
            Assert.True(JsonNode.DeepEquals(trees[at], told[at]), $"{trees[at].ToJsonString()}\n{told[at]!.ToJsonString()}\n{Yaml.Write(trees[at])}");
        }
    }

    private static Gen<JsonNode?> Deeper(Gen<JsonNode?> inner) => Gen.OneOf(
        inner, inner.Array[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
        Gen.Dictionary(Text, inner)[0, 3].Select(members =>
            (JsonNode?)new JsonObject(members.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())))));
}
