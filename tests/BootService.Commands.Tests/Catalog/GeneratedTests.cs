using System.Text.Json;
using BootService.Commands.Catalog;
using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Catalog;

/// <summary>What is made from the declarations for other programs.</summary>
public sealed class GeneratedTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Theory]
    [InlineData("stack se", "set")]
    [InlineData("stack set host at", "attr")]
    [InlineData("stack list host attr backend-0-", "backend-0-0 backend-0-1 backend-0-2 backend-0-3 backend-0-4")]
    [InlineData("stack list host attr ba", "backend backend-0-0 backend-0-1 backend-0-2 backend-0-3 backend-0-4")]
    [InlineData("stack set host attr backend attr=nuke", "attr=nukecontroller attr=nukedisks")]
    [InlineData("stack set host attr backend attr=my", "attr=my.own")]
    [InlineData("stack set host boot backend ", "a:none")]
    [InlineData("stack set host boot backend action=", "action=install action=os action=run")]
    [InlineData("stack set attr attr=x value=y sh", "shadow=")]
    [InlineData("stack set network pr", "private")]
    [InlineData("stack frobnicate x", "")]
    public void A_line_goes_on_with_what_fits(string line, string expected)
    {
        _stack.Type("set attr attr=my.own value=1");
        var found = _stack.Do("complete", "line=" + line).Messages.SelectMany(text => text.Split('\n')).ToArray();
        if (expected == "a:none")
        {
            Assert.Contains("action=", found);
            Assert.Contains("backend-0-3", found);
            return;
        }

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), found);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _stack stack")]
    [InlineData("zsh", "    compdef _stack stack")]
    public void A_shell_gets_its_part_of_completion(string shell, string line) =>
        Assert.Contains(line, _stack.Do("report", "completion", "shell=" + shell).Messages.Single().Split('\n'));

    [Fact]
    public void The_manual_names_every_command()
    {
        var page = _stack.Type("report manual").Messages.Single();
        Assert.StartsWith(".TH STACK 8\n", page, StringComparison.Ordinal);
        Assert.All(
            _stack.Catalog.Declarations,
            declaration => Assert.Contains($".B stack {declaration.Usage.Replace("-", "\\-", StringComparison.Ordinal)}\n", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_verb_that_looks_describes_its_rows_or_says_messages()
    {
        using var document = JsonDocument.Parse(OpenApiDocument.Write(_stack.Catalog, "1.2.3"));
        var schemas = document.RootElement.GetProperty("components").GetProperty("schemas");
        var host = schemas.GetProperty("ListHostRow");
        Assert.Equal("""["integer","string"]""", JsonSerializer.Serialize(host.GetProperty("properties").GetProperty("rack").GetProperty("type")));
        Assert.Equal("boolean", schemas.GetProperty("ListNetworkRow").GetProperty("properties").GetProperty("pxe").GetProperty("type").GetString());
        Assert.Equal(
            ["install", "os", null],
            schemas.GetProperty("ListHostBootRow").GetProperty("properties").GetProperty("action").GetProperty("enum").EnumerateArray()
                .Select(word => word.GetString()));
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject().Where(path => path.Value.TryGetProperty("get", out _)))
        {
            var answer = path.Value.GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").EnumerateObject().Single();
            if (answer.Value.GetProperty("schema").TryGetProperty("items", out var items))
            {
                Assert.True(schemas.TryGetProperty(items.GetProperty("$ref").GetString()!.Split('/')[^1], out _), path.Name);
            }
        }

        var ids = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Select(operation => operation.Value.GetProperty("operationId").GetString()).ToArray();
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(
            _stack.Catalog.Declarations.Where(verb => verb.Words.StartsWith("list ", StringComparison.Ordinal)), verb => Assert.NotEmpty(verb.Row));
    }

    [Fact]
    public void The_description_of_the_HTTP_interface_names_every_command()
    {
        using var document = JsonDocument.Parse(OpenApiDocument.Write(_stack.Catalog, "1.2.3"));
        Assert.Equal("1.2.3", document.RootElement.GetProperty("info").GetProperty("version").GetString());
        var paths = document.RootElement.GetProperty("paths");
        Assert.All(
            _stack.Catalog.Declarations,
            declaration => Assert.Equal(
                declaration.Help, paths.GetProperty($"/v1/commands/{declaration.Name}").GetProperty("post").GetProperty("summary").GetString()));
        var example = paths.GetProperty("/v1/commands/list.host.attr").GetProperty("post").GetProperty("requestBody").GetProperty("content")
            .GetProperty("application/json").GetProperty("example");
        Assert.Equal("{\"args\":[\"backend\",\"attr=is_mesos_master\"]}", JsonSerializer.Serialize(example));
    }
}
