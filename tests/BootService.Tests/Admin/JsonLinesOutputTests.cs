using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using BootService.Admin;
using BootService.Commands;
using BootService.Commands.Output;
using BootService.Contracts;
using Xunit;

namespace BootService.Tests.Admin;

public class JsonLinesOutputTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("quotes \" and \\ backslashes")]
    [InlineData("lines\r\n\tand \u001b[1m bells \a and \u007f")]
    [InlineData("zażółć 機械 🖥 <&>")]
    [InlineData(null)]
    public async Task A_cell_comes_back_as_it_went(string? text)
    {
        var lines = await LinesAsync(async output =>
        {
            output.Table(new TableShape(["a", "n\"x"]));
            await output.RowAsync(text, -7);
        });
        Assert.StartsWith(CommandEvent.RowPrefix, lines[1], StringComparison.Ordinal);
        using var line = JsonDocument.Parse(lines[1]);
        var row = line.RootElement.GetProperty("row");
        Assert.Equal(text, row.GetProperty("a").GetString());
        Assert.Equal(-7, row.GetProperty("n\"x").GetInt64());
    }

    [Fact]
    public async Task More_rows_than_any_buffer_holds_come_in_order_and_before_the_end()
    {
        const int Rows = 200_000;
        var lines = await LinesAsync(async output =>
        {
            output.Table(new TableShape(["n", "text"]));
            for (var row = 0; row < Rows; row++)
            {
                await output.RowAsync(row, row == 7 ? new string('x', 300_000) : "some text");
            }
        });
        Assert.Equal(Rows + 2, lines.Length);
        Assert.Equal("{\"event\":\"row\",\"row\":{\"n\":199999,\"text\":\"some text\"}}", lines[^2]);
        Assert.Equal("{\"event\":\"end\",\"exit\":0}", lines[^1]);
    }

    [Fact]
    public async Task A_refusal_is_told_before_the_end() => Assert.Equal(
        ["{\"event\":\"error\",\"text\":\"no\"}", "{\"event\":\"end\",\"exit\":1}"],
        await LinesAsync(_ => Task.CompletedTask, CommandEnd.Refused("no")));

    [Fact]
    public async Task A_row_of_a_live_table_does_not_wait_for_the_next()
    {
        var received = new Pipe();
        var output = new JsonLinesOutput(TestContext.Current.CancellationToken);
        var sent = output.SendToAsync(received.Writer);
        output.Table(new TableShape(["n"]) { Live = true });
        await output.RowAsync(1);
        var read = await received.Reader.ReadAtLeastAsync(40, TestContext.Current.CancellationToken);
        Assert.Contains("\"live\":true}", Encoding.UTF8.GetString(read.Buffer.FirstSpan), StringComparison.Ordinal);
        await output.EndAsync(default);
        await sent;
    }

    private static async Task<string[]> LinesAsync(Func<JsonLinesOutput, Task> say, CommandEnd end = default)
    {
        using var received = new MemoryStream();
        var output = new JsonLinesOutput(TestContext.Current.CancellationToken);
        var sent = output.SendToAsync(PipeWriter.Create(received, new StreamPipeWriterOptions(leaveOpen: true)));
        await say(output);
        await output.EndAsync(end);
        await sent;
        return Encoding.UTF8.GetString(received.ToArray()).TrimEnd('\n').Split('\n');
    }
}
