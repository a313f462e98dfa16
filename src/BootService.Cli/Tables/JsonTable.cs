using System.Text;
using System.Text.Json;

namespace BootService.Cli.Tables;

/// <summary>A list of objects, each as the daemon sent it; <c>[]</c> when there is none.</summary>
internal sealed class JsonTable(TextWriter output, TableHeader header, string[]? columns) : ITable
{
    private bool _begun;

    public void Row(ReadOnlySpan<byte> json)
    {
        output.Write(_begun ? ",\n " : "[");
        _begun = true;
        output.Write(columns is null ? Encoding.UTF8.GetString(json) : Chosen(json));
        if (header.Live)
        {
            output.Flush();
        }
    }

    public void End() => output.Write(_begun ? "]\n" : "[]\n");

    private string Chosen(ReadOnlySpan<byte> json)
    {
        using var chosen = new MemoryStream();
        using (var writer = new Utf8JsonWriter(
            chosen, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            using var row = JsonDocument.Parse(json.ToArray());
            writer.WriteStartObject();
            foreach (var name in header.All.Where(name => columns!.Contains(name)))
            {
                writer.WritePropertyName(name);
                row.RootElement.GetProperty(name).WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(chosen.GetBuffer().AsSpan(0, (int)chosen.Length));
    }
}
