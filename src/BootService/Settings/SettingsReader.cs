using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace BootService.Settings;

/// <summary>Reads settings strictly: a key nobody knows and a value nobody understands are faults, all of them told at once.</summary>
internal static class SettingsReader
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance;

    /// <summary>Reads the configuration into settings.</summary>
    /// <param name="configuration">All sources merged.</param>
    /// <returns>The settings, and one sentence per fault; the settings are to be used only when there is none.</returns>
    public static (T Settings, IReadOnlyList<string> Faults) Read<T>(IConfiguration configuration)
        where T : class, new()
    {
        var faults = new List<string>();
        var settings = (T)Fill(typeof(T), configuration, faults);
        return (settings, faults);
    }

    private static object Fill(Type type, IConfiguration section, List<string> faults)
    {
        var settings = Activator.CreateInstance(type)!;
        var known = Written(type).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (!known.TryGetValue(child.Key, out var property))
            {
                faults.Add($"key \"{child.Path}\" is not known; keys here are {string.Join(", ", KeysOf(type))}");
            }
            else if (IsSection(property.PropertyType) && child.Value is { Length: > 0 } text)
            {
                faults.Add($"key \"{child.Path}\" is \"{text}\", and must be an object with keys of {string.Join(", ", KeysOf(property.PropertyType))}");
            }
            else if (IsSection(property.PropertyType))
            {
                property.SetValue(settings, Fill(property.PropertyType, child, faults));
            }
            else if (Convert(property.PropertyType, child.Value ?? Joined(child), out var value))
            {
                property.SetValue(settings, value);
                Check(settings, property, child, faults);
            }
            else
            {
                faults.Add($"key \"{child.Path}\" is \"{child.Value}\", and must be {Kind(property.PropertyType)}");
            }
        }

        if (settings is ICheckedSettings whole)
        {
            faults.AddRange(whole.Faults());
        }

        return settings;
    }

    private static IEnumerable<PropertyInfo> Written(Type type) => type.GetProperties(Own).Where(property => property.CanWrite);

    private static IEnumerable<string> KeysOf(Type type) => Written(type).Select(property => property.Name).Order(StringComparer.Ordinal);

    private static bool IsSection(Type type) => type.IsClass && type != typeof(string);

    // A list in the file is the same as its values with commas between.
    private static string? Joined(IConfigurationSection section) =>
        section.GetChildren().ToList() is { Count: > 0 } values
            && values.TrueForAll(value => value.Value is not null && int.TryParse(value.Key, CultureInfo.InvariantCulture, out _))
            ? string.Join(',', values.Select(value => value.Value))
            : null;

    private static bool Convert(Type type, string? text, out object? value)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        value = text switch
        {
            null => null,
            _ when type == typeof(string) => text,
            _ when type == typeof(int) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null,
            _ when type == typeof(long) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null,
            _ when type == typeof(bool) => bool.TryParse(text, out var flag) ? flag : null,
            // A number alone would be days, and whoever writes 300 means seconds.
            _ when type == typeof(TimeSpan) && text != "0" && !text.Contains(':', StringComparison.Ordinal) => null,
            _ when type == typeof(TimeSpan) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null,
            _ when type.IsEnum => Enum.TryParse(type, text, ignoreCase: true, out var named) && Enum.IsDefined(type, named) ? named : null,
            _ => null,
        };
        return value is not null;
    }

    private static void Check(object settings, PropertyInfo property, IConfigurationSection section, List<string> faults)
    {
        foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
        {
            if (rule.GetValidationResult(
                property.GetValue(settings), new ValidationContext(settings) { MemberName = property.Name, DisplayName = section.Path }) is { } wrong)
            {
                faults.Add($"key \"{section.Path}\" is \"{section.Value}\": {wrong.ErrorMessage?.TrimEnd('.')}");
            }
        }
    }

    private static string Kind(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(int) || type == typeof(long) => "a whole number",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(TimeSpan) => "a time such as 00:05:00",
            _ when type.IsEnum => "one of " + string.Join(", ", Enum.GetNames(type)),
            _ => "text",
        };
    }
}
