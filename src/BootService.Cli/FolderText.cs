using System.Buffers;
using System.Text.Json;
using BootService.Contracts;
using BootService.Platform.Files;

namespace BootService.Cli;

/// <summary>Sends a folder where a file is wanted: its JSON files, at any depth, as one object of their paths and texts.</summary>
internal static class FolderText
{
    /// <summary>The object.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="most">How many octets its files may have together.</param>
    /// <exception cref="CliFault">There is nothing to send, or too much.</exception>
    public static Utf8Text Read(string folder, long most)
    {
        var octets = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(octets))
        {
            var (files, total) = (0, 0L);
            json.WriteStartObject();
            foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var bytes = RegularFile.Bytes(file, most);
                files++;
                total += bytes.Length;
                if (total > most)
                {
                    throw new CliFault($"the JSON files of {folder} have more than {most >> 20} MB together");
                }

                json.WriteString(Path.GetRelativePath(folder, file), PeoplesText.Read(file, bytes).Text.Octets.Span);
            }

            json.WriteEndObject();
            if (files == 0)
            {
                throw new CliFault($"{folder} is a folder, and there is no .json file in it");
            }
        }

        return new Utf8Text(octets.WrittenMemory);
    }
}
