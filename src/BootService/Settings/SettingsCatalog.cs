using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace BootService.Settings;

/// <summary>A key and what is known of it.</summary>
/// <param name="Key">The key, such as <c>Dhcp:Port</c>.</param>
/// <param name="Default">What it is when nobody sets it; empty when it is then left to be found out.</param>
/// <param name="Meaning">What it says, one sentence.</param>
/// <param name="Values">What it may be; empty where the meaning says enough.</param>
internal sealed record SettingKey(string Key, string Default, string Meaning, string Values)
{
    /// <summary>The part of the daemon that it sets; empty for the daemon's own.</summary>
    public string Section => Key.LastIndexOf(':') is var colon and > 0 ? Key[..colon] : string.Empty;
}

/// <summary>All keys, from the classes that hold them: help and documentation are made of it. Pure.</summary>
internal static class SettingsCatalog
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance;

    /// <summary>The keys, those of the daemon itself first, then section by section.</summary>
    /// <param name="type">The class of the whole.</param>
    public static IReadOnlyList<SettingKey> Of(Type type)
    {
        var all = Keys(type, Activator.CreateInstance(type)!, string.Empty).ToList();
        return [.. all.Where(key => key.Section.Length == 0), .. all.Where(key => key.Section.Length > 0)];
    }

    /// <summary>What can be written of the keys.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["settings", "settings-manual", "daemon-manual"];

    /// <summary>The page of <c>docs/</c>, or a manual page; null when there is no such kind.</summary>
    public static string? Write(string kind, IReadOnlyList<SettingKey> keys) => kind switch
    {
        "settings" => Page(keys),
        "settings-manual" => SettingsManual.File(keys),
        "daemon-manual" => SettingsManual.Daemon(),
        _ => null,
    };

    /// <summary>What <c>--help</c> says.</summary>
    public static string Help(IReadOnlyList<SettingKey> keys)
    {
        var text = new StringBuilder("""
            bootservice [--config FILE] [--Key=value ...]

            Boots and installs machines over the network: DHCP, TFTP and HTTP on one interface. The command line tool is stack.

              --help                 this text
              --version              the version
              --check                says what would keep it from starting, and what a start would change; nothing is changed
              --restore FILE         puts a copy that "stack backup" made in the place of the database, while no daemon runs
              --new-frontend         begins with no hosts although an earlier daemon left things in the data directory
              --config FILE          the settings file, instead of /etc/bootservice/bootservice.json

            Settings come from the file, from the environment (BOOTSERVICE_Dhcp__Port=67) and from the command line (--Dhcp:Port=67), later over earlier.


            """);
        foreach (var key in keys)
        {
            text.Append("  ").Append(key.Key).Append(key.Default.Length > 0 ? $"={key.Default}" : string.Empty).Append("\n      ").Append(key.Meaning)
                .Append('\n');
            if (key.Values.Length > 0)
            {
                text.Append("      ").Append(key.Values).Append('\n');
            }
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>The page of <c>docs/</c>.</summary>
    public static string Page(IReadOnlyList<SettingKey> keys)
    {
        var text = new StringBuilder("""
            # Settings

            From `/etc/bootservice/bootservice.json` (or `--config FILE`), over them the environment (`BOOTSERVICE_Dhcp__Port=67`), over them the command line
            (`--Dhcp:Port=67`). In the file a section is an object: `{ "Interface": "eth1", "Dhcp": { "Mode": "proxy" } }`. A key or value that is not known stops the
            start with one sentence for each; `bootservice --check` says so beforehand. `systemctl reload bootservice` reads the file anew and says which keys want a restart.

            This page is made from the code (`bootservice describe settings`), and a test holds it to that.

            | key | default | |
            |---|---|---|

            """);
        foreach (var key in keys)
        {
            text.Append("| `").Append(key.Key).Append("` | ").Append(key.Default.Length > 0 ? $"`{key.Default}`" : string.Empty).Append(" | ")
                .Append(key.Meaning.Replace("|", "\\|", StringComparison.Ordinal)).Append(key.Values.Length > 0 ? $" {key.Values}" : string.Empty)
                .Append(" |\n");
        }

        return text.ToString().TrimEnd('\n');
    }

    private static IEnumerable<SettingKey> Keys(Type type, object usual, string prefix)
    {
        foreach (var property in type.GetProperties(Own).Where(property => property.CanWrite))
        {
            if (property.PropertyType.IsClass && property.PropertyType != typeof(string))
            {
                foreach (var key in Keys(property.PropertyType, property.GetValue(usual)!, $"{prefix}{property.Name}:"))
                {
                    yield return key;
                }
            }
            else
            {
                yield return new SettingKey(
                    prefix + property.Name, Text(property.GetValue(usual)), property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? string.Empty,
                    Values(property));
            }
        }
    }

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        bool truth => truth ? "true" : "false",
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        Enum word => word.GetType() == typeof(LogLevel) ? word.ToString() : word.ToString().ToLowerInvariant(),
        _ => string.Format(CultureInfo.InvariantCulture, "{0}", value),
    };

    private static string Values(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range ? $"From {range.Minimum} to {range.Maximum}."
        : (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is { IsEnum: true } words && words == typeof(LogLevel)
            ? $"One of {string.Join(", ", Enum.GetNames(words))}."
        : string.Empty;
}
