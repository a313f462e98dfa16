using System.Text;
using System.Text.Json.Nodes;

namespace BootService.Cli.Tests;

public class JsonIndentationTests
{
    private static readonly string Rows = string.Concat(Enumerable.Range(0, 60_000).Select(
        at => $"        {{\r\n\t\t\"name\": \"  host {at} \",\n                \"text\": \"two\\n  lines\"\n        }},\n"));

    [Fact]
    public void Large_json_is_sent_without_its_indentation_and_with_its_lines()
    {
        var text = $"\n {{ \"host\": [\n{Rows}        null\n]}}";
        var sent = Encoding.UTF8.GetString(JsonIndentation.Dropped(Encoding.UTF8.GetBytes(text)).Span);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(text), JsonNode.Parse(sent)));
        Assert.Equal(text.Split('\n').Select(line => line.TrimStart(' ', '\t')), sent.Split('\n'));
        Assert.True(sent.Length < text.Length * 3 / 4);
    }

    [Theory]
    [InlineData("name,text\n")]
    [InlineData("[base]\nbaseurl = http://one/\n")]
    public void Other_text_is_sent_as_it_is(string head) => Same(head + Rows);

    [Fact]
    public void Small_json_is_sent_as_it_is() => Same("{\n        \"host\": []\n}\n");

    private static void Same(string text) => Assert.Equal(text, Encoding.UTF8.GetString(JsonIndentation.Dropped(Encoding.UTF8.GetBytes(text)).Span));
}
