# Writes INPUT as the string_view NAMESPACE::NAME into OUTPUT; run by Embed.cmake with cmake -P.

file(READ ${INPUT} text)
if(text MATCHES "\\)stopgate\"")
  message(FATAL_ERROR "${INPUT} holds the delimiter of the string it is embedded as: )stopgate\"")
endif()
get_filename_component(file_name ${INPUT} NAME)
file(WRITE ${OUTPUT} "// ${file_name}, embedded by cmake/EmbedFile.cmake.

#include <string_view>

// Longer than the least that every compiler must take; ours take more.
#ifdef __clang__
#pragma clang diagnostic ignored \"-Woverlength-strings\"
#endif

namespace ${NAMESPACE} {

// Its length is that of the array: compilers count no further than some 260,000 characters.
static constexpr char kText[] =
    R\"stopgate(${text})stopgate\";

extern const std::string_view ${NAME};
constinit const std::string_view ${NAME}(kText, sizeof(kText) - 1);

}  // namespace ${NAMESPACE}
")
